"""Everything that can be raised on purpose, as one tree.

::

    RewriterError
    ├── InputError              the goal is empty, too long or not text
    ├── SettingsError           an option or environment variable makes no sense
    ├── UnknownLanguageError    a language that is not among `available_languages()`
    ├── PackError               a language pack on disk is damaged
    └── ModelError              the model gave no usable answer
        ├── ModelAuthError          the provider refused the key, or there is none
        ├── ModelNotFoundError      the provider does not know the model's name
        ├── ModelUnreachableError   refused connection, no route, time-out
        ├── ModelBusyError          rate limit or overload
        └── ModelAnswerError        an answer came, and it cannot be read

A bad *rewrite* is never an exception: it is a `Finding` on the result.  Messages are written for
the person who typed the goal, in the goal's language where that is known; they never hold a key
or a traceback.  The cause stays on ``__cause__``.
"""


class RewriterError(Exception):
    """The root: catch this to catch whatever this package raises on purpose."""


class InputError(RewriterError):
    """The goal can't be read: empty, blank, over the size limit, or not text."""


class SettingsError(RewriterError):
    """An argument, option or environment variable that makes no sense; says which and what does."""


class UnknownLanguageError(RewriterError):
    """A language code that no pack answers to; says which codes there are."""


class PackError(RewriterError):
    """A language pack on disk that does not fit its schema; says the file and the key."""


class ModelError(RewriterError):
    """The model gave no usable answer; says the cure."""


class ModelAuthError(ModelError):
    """The provider refused the key, or there is none."""


class ModelNotFoundError(ModelError):
    """The provider does not know the model's name."""


class ModelUnreachableError(ModelError):
    """Nothing answers at the address, or not in time."""


class ModelBusyError(ModelError):
    """The provider limits the rate or is overloaded."""


class ModelAnswerError(ModelError):
    """The model answered, and its answer does not fit the schema."""
