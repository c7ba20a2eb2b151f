"""What the framework says in English and offers no way to word: put right in the browser.

`static/page.js` looks for these phrases in labels and short texts, and for nothing else.
"""

from __future__ import annotations

import json
from typing import Any

from rewriter.languages.pack import available_languages, load_pack

# As Streamlit 1.67 has them, by the keys of [framework] in the packs.
WHOLE = {
    "Skip to main content": "skip",
    "Sidebar": "sidebar",
    "Expand sidebar": "expand",
    "Collapse sidebar": "collapse",
    "Notifications": "notifications",
    "Running...": "running",
    "Open": "open",
    "Clear value": "clear_value",
    "Clear entry": "clear_value",
    "Selectbox options": "options",
    "No results": "no_results",
    "Show password": "show_password",
    "Hide password": "hide_password",
    "Upload": "upload",
    "file upload": "upload",
    "add icon": "add_files",
    "Error:": "error",
    "Add files": "add_files",
    "Drag and drop a file here": "drop",
    "Connecting": "connecting",
    "Connection error": "lost",
    "Close": "close",
}
# With something in the middle, which stays: expressions for the browser.
PARTS = {
    r"^Remove (?<file>.+)$": "remove",
    r"^(?<size>[\d.]+ ?[KMG]B) per file$": "limit",
    r"^File must be .* or smaller\.$": "too_large",
    r"^.* files? (?:is|are) not allowed\.$": "wrong_kind",
}


def table() -> dict[str, Any]:
    """For each language: what stands instead of which phrase."""
    told = {}
    for code in available_languages():
        words = load_pack(code).page.framework
        told[code] = {
            "whole": {english: getattr(words, key) for english, key in WHOLE.items()},
            "parts": [[pattern, getattr(words, key)] for pattern, key in PARTS.items()],
            "copied": load_pack(code).page.take.copied,
        }
    return told


def prepended(script: str) -> str:
    """`script` with the table before it, as a constant."""
    return f"const PHRASES = {json.dumps(table(), ensure_ascii=False)};\n{script}"
