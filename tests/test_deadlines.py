"""Deadlines, read in five languages."""

from __future__ import annotations

from datetime import date

import pytest
from babel.dates import format_date
from hypothesis import example, given, settings
from hypothesis import strategies as st

from rewriter.errors import UnknownLanguageError
from rewriter.facts.dates.calendar import add_days, add_months
from rewriter.facts.deadlines import deadline_spans, find_deadlines
from rewriter.facts.tokens import Tokens
from rewriter.languages.pack import available_languages, load_pack

TODAY = date(2026, 4, 15)  # a Wednesday; Easter was on the 5th


def _day(short: str) -> date:
    """6-30 is of this year, 27-6-30 of 2027."""
    parts = [int(part) for part in short.split("-")]
    return date(*parts) if parts[0] > 1999 else date(2026, *parts)


# text, with the phrase in brackets; last day; first day if a period is meant
READ = {
    "en": [
        ("roll out [in T2 2027]", "2027-8-31", "2027-5-1"),
        ("[by May's end] we lead", "5-31", ""),
        ("invoice [by the last Friday before Christmas]", "12-18", ""),
        ("hire [before the year's out]", "12-31", ""),
        ("be [ready for Black Friday]", "11-27", ""),
        ("grow [over the next year and a half]", "2027-10-15", "4-15"),
        ("lead [in the 2026/27 season]", "2027-6-30", "8-1"),
        ("tidy up [by the end of the school year]", "7-20", ""),
        ("done [by the end of FY 26/27]", "2027-12-31", ""),
        ("sign [by the third quarter's end]", "9-30", ""),
        ("open [before the start of the school year]", "8-31", ""),
        ("doors open [on 9 June], 18:30", "6-9", ""),
        ("sell out [by Oct. 3rd, '27]", "2027-10-3", ""),
        ("[by 5 September] 1950 tickets", "9-5", ""),
        ("new range [in winter 2027/28]", "2028-2-29", "2027-12-1"),
        ("[20261120]", "11-20", ""),
        ("ready [in 2026-W37]", "9-13", "9-7"),
        ("done [in a week or three]", "5-6", ""),
        ("renew [by the end of Septemer]", "9-30", ""),
        ("our following grows [within 8 weeks]", "6-10", ""),
        ("win 40 clients [by 30 June 2027]", "2027-6-30", ""),
        ("open the shop [on the 3rd of September]", "9-3", ""),
        ("[no later than Oct 2nd, 2026], please", "10-2", ""),
        ("we go live [before August]", "7-31", ""),
        ("double sign-ups [in July]", "7-31", "7-1"),
        ("a booked-out calendar [by mid-May]", "5-20", ""),
        ("a better score [by EOY]", "12-31", ""),
        ("break even [by year-end]", "12-31", ""),
        ("hire two people [by the close of Q2]", "6-30", ""),
        ("ship it [within a fortnight]", "4-29", ""),
        ("grow [over the next 18 months]", "2027-10-15", "4-15"),
        ("be ready [in six weeks' time]", "5-27", ""),
        ("[a year and a half from now] we lead", "2027-10-15", ""),
        ("[half a year from today]", "10-15", ""),
        ("[two and a half years from now]", "2028-10-15", ""),
        ("finish [by Friday]", "4-17", ""),
        ("finish [by next Friday]", "4-24", ""),
        ("[this coming Monday]", "4-20", ""),
        ("[the week after next] we start", "5-3", "4-27"),
        ("invoice [on the last Friday in May]", "5-29", ""),
        ("a second shop [in the second half of 2027]", "2027-12-31", "2027-7-1"),
        ("[in the first week of June]", "6-7", "6-1"),
        ("sell out [before the summer holidays]", "6-24", ""),
        ("be stocked [ahead of Black Friday]", "11-26", ""),
        ("200 orders [by Cyber Monday 2027]", "2027-11-29", ""),
        ("one more award [before the year is out]", "12-31", ""),
        ("review [two weeks after Easter]", "4-19", ""),
        ("done [three months from 1 February]", "5-1", ""),
        ("the campaign runs [from 1 to 15 May]", "5-15", "5-1"),
        ("busy [between June and August]", "8-31", "6-1"),
        ("new markets [in Q3–Q4 2026]", "12-31", "7-1"),
        ("[H1 2027] is for hiring", "2027-6-30", "2027-1-1"),
        ("break even [in FY27]", "2027-12-31", "2027-1-1"),
        ("pilot [in 2027-Q2]", "2027-6-30", "2027-4-1"),
        ("due date: [12/31/2026]", "12-31", ""),
        ("due date: [2026-12-31]", "12-31", ""),
        ("due date: [31.12.2026]", "12-31", ""),
        ("be live [by week 40]", "10-4", ""),
        ("stay [until the end of next month]", "5-31", ""),
        ("market leader [by 2028]", "2028-12-31", ""),
        ("market leader [before 2028]", "2027-12-31", ""),
        ("move [sometime in August, 2026]", "8-31", "8-1"),
        ("pay [by the 15th of next month]", "5-15", ""),
        ("pay [by the 20th].", "4-20", ""),
        ("answer all reviews [this month]", "4-30", "4-1"),
        ("a new site [this summer]", "8-31", "6-1"),
        ("[later this year] we expand", "12-31", ""),
        ("expand [early next year]", "2027-3-31", "2027-1-1"),
        ("[first Monday of next month]", "5-4", ""),
        ("[Thursday, 15 October]", "10-15", ""),
        ("ready [by tomorrow]", "4-16", ""),
        ("[May 5-9, 2027] is the fair", "2027-5-9", "2027-5-5"),
    ],
    "nb": [
        ("20 avtaler [innen T2]", "8-31", ""),
        ("3 innlegg i uka [ut august]", "8-31", ""),
        ("klart [innen mai måneds utgang]", "5-31", ""),
        ("flytte [ved inngangen til 2027]", "2027-1-1", ""),
        ("ansette [før vi går inn i Q4]", "9-30", ""),
        ("selge [siste fredag før jul]", "12-18", ""),
        ("verve [mellom påske og sommerferien]", "6-20", "4-5"),
        ("møtes [innen 4.–5.6.]", "6-5", ""),
        ("lære opp [i løpet av høstsemesteret]", "12-20", "8-18"),
        ("pynte [før jul til neste år]", "2027-12-23", ""),
        ("bli flere [om tri månader]", "7-15", ""),
        ("ferdig [innen 3.8]", "8-3", ""),
        ("svare innen to virkedager [innen 1. juli]", "7-1", ""),
        ("vi lanserer [om en ukes tid]", "4-22", ""),
        ("50 salg [innen utgangen av 2. tertial]", "8-31", ""),
        ("klart [uke 33/27]", "2027-8-22", "2027-8-16"),
        ("åpne [sesongen 2026/27]", "2027-6-30", "2026-8-1"),
        ("nytt nettsted [innen utgangen av septmber]", "9-30", ""),
        ("vinne 40 kunder [innen 30. juni 2027]", "2027-6-30", ""),
        ("åpne butikken [den 3. september]", "9-3", ""),
        ("levere [senest 2.10.2026]", "10-2", ""),
        ("lansere [før august]", "7-31", ""),
        ("doble salget [i juli]", "7-31", "7-1"),
        ("fullbooket [innen midten av mai]", "5-20", ""),
        ("betale [medio mai]", "5-15", ""),
        ("telle opp [ultimo juni]", "6-30", ""),
        ("gå i null [innen årsskiftet]", "12-31", ""),
        ("ansette to [før utløpet av andre kvartal]", "6-30", ""),
        ("vokse [i løpet av de neste halvannet årene]", "2027-10-15", "4-15"),
        ("klar [om halvannet år]", "2027-10-15", ""),
        ("klar [om et par uker]", "4-29", ""),
        ("ferdig [på tre måneder]", "7-15", ""),
        ("[tre måneder fra 1. februar] er vi i mål", "5-1", ""),
        ("[to uker etter påske]", "4-19", ""),
        ("bli ferdig [innen fredag]", "4-17", ""),
        ("møtes [neste tirsdag]", "4-21", ""),
        ("[første mandag i mai] starter vi", "5-4", ""),
        ("[siste uka i september]", "9-27", "9-21"),
        ("selge ut [før sommerferien]", "6-19", ""),
        ("klar [til fellesferien]", "7-6", ""),
        ("fulle lagre [før julehandelen]", "11-14", ""),
        ("[til jul] skal alt være på plass", "12-24", ""),
        ("[før året er omme]", "12-31", ""),
        ("kampanjen går [fra 1. til 15. mai]", "5-15", "5-1"),
        ("travelt [mellom juni og august]", "8-31", "6-1"),
        ("[uke 40–42] er høysesong", "10-18", "9-28"),
        ("ny butikk [i andre halvår 2027]", "2027-12-31", "2027-7-1"),
        ("[i 3. kvartal] satser vi", "9-30", "7-1"),
        ("klart [31/12-26]", "12-31", ""),
        ("klart [innen 31.12]", "12-31", ""),
        ("flere kunder [ut året]", "12-31", ""),
        ("størst [innen 2028]", "2028-12-31", ""),
        ("størst [før 2028]", "2027-12-31", ""),
        ("[denne måneden] svarer vi alle", "4-30", "4-1"),
        ("ny nettside [i sommer]", "8-31", "6-1"),
        ("[tidlig neste år] utvider vi", "2027-3-31", "2027-1-1"),
        ("levere [i morgen]", "4-16", ""),
        ("50 nye [innan utgangen av året]", "12-31", ""),
        ("50 nye [i laupet av neste månad]", "5-31", "5-1"),
        ("vera klar [til og med laurdag]", "4-18", ""),
        ("to nye [i dei neste tre månadene]", "7-15", "4-15"),
        ("meir trafikk [innan hausten]", "9-1", ""),
        ("svare alle [innen den 20.]", "4-20", ""),
        ("vokse [i løpet av andre halvdel av 2026]", "12-31", "7-1"),
    ],
    "da": [
        ("være klar [ved andet kvartals udgang]", "6-30", ""),
        ("ansætte [inden vi går ind i Q4]", "9-30", ""),
        ("sælge [i T1 2027]", "2027-4-30", "2027-1-1"),
        ("åbne [inden skolestart]", "8-10", ""),
        ("flytte [ved indgangen til 2027]", "2027-1-1", ""),
        ("mødes [senest 4.-5.6.2026]", "6-5", ""),
        ("gøre op [den sidste i måneden]", "4-30", ""),
        ("klar [midt i uge 35]", "8-27", ""),
        ("svare inden for to hverdage [inden udgangen af 3. kvartal 2026]", "9-30", ""),
        ("lancere [om en måneds tid]", "5-15", ""),
        ("åbne [fredag om to uger]", "5-1", ""),
        ("vinde 40 kunder [senest den 30. juni 2027]", "2027-6-30", ""),
        ("åbne butikken [d. 3. september]", "9-3", ""),
        ("levere [senest 2.10.2026]", "10-2", ""),
        ("lancere [inden august]", "7-31", ""),
        ("i mål [inden udgangen af august]", "8-31", ""),
        ("fordoble salget [i juli]", "7-31", "7-1"),
        ("betale [medio maj]", "5-15", ""),
        ("fuldt booket [i midten af maj]", "5-20", "5-11"),
        ("gå i nul [inden årsskiftet]", "12-31", ""),
        ("ansætte to [inden udløbet af 2. kvartal]", "6-30", ""),
        ("vokse [i løbet af de næste halvandet år]", "2027-10-15", "4-15"),
        ("klar [om halvandet år]", "2027-10-15", ""),
        ("klar [om et par uger]", "4-29", ""),
        ("færdig [på tre måneder]", "7-15", ""),
        ("færdig [inden for de kommende fem uger]", "5-20", "4-15"),
        ("[tre måneder fra 1. februar]", "5-1", ""),
        ("[to uger efter påske]", "4-19", ""),
        ("blive færdig [senest fredag]", "4-17", ""),
        ("mødes [næste tirsdag]", "4-21", ""),
        ("[første mandag i maj] starter vi", "5-4", ""),
        ("[sidste uge i september]", "9-27", "9-21"),
        ("udsolgt [inden sommerferien]", "6-26", ""),
        ("klar [til efterårsferien]", "10-12", ""),
        ("fyldte lagre [før julehandlen]", "11-14", ""),
        ("[inden året er omme]", "12-31", ""),
        ("kampagnen kører [fra 1. til 15. maj]", "5-15", "5-1"),
        ("travlt [mellem juni og august]", "8-31", "6-1"),
        ("ny butik [i andet halvår 2027]", "2027-12-31", "2027-7-1"),
        ("[i 3. kvt. 2027] satser vi", "2027-9-30", "2027-7-1"),
        ("flere kunder [året ud]", "12-31", ""),
        ("størst [i 2028]", "2028-12-31", "2028-1-1"),
        ("størst [før 2028]", "2027-12-31", ""),
        ("[denne måned] svarer vi alle", "4-30", "4-1"),
        ("nyt site [til foråret]", "2027-3-1", ""),
        ("nyt site [til sommer]", "6-1", ""),
        ("levere [i overmorgen]", "4-17", ""),
        ("[inden for et halvt år]", "10-15", ""),
        ("svare alle [senest d. 20.]", "4-20", ""),
        ("[om to et halvt år]", "2028-10-15", ""),
        ("mål [inden udgangen af næste kvartal]", "9-30", ""),
        ("klar [til grundlovsdag]", "6-5", ""),
    ],
    "sv": [
        ("annonsera [före november månads utgång]", "11-30", ""),
        ("växa [under T2 2026]", "8-31", "5-1"),
        ("ses [senast 4-5/6]", "6-5", ""),
        ("9 demor i månaden [före utgången av Q3]", "9-30", ""),
        ("utbilda [under höstterminen]", "12-20", "8-18"),
        ("flytta [vid ingången av 2027]", "2027-1-1", ""),
        ("städa [före trettonhelgen]", "2027-1-5", ""),
        ("klart [senast 270115]", "2027-1-15", ""),
        ("ny butik [2028]", "2028-12-31", "2028-1-1"),
        ("klart [september -27]", "2027-9-30", "2027-9-1"),
        ("mätas [under tertial 3]", "12-31", "9-1"),
        ("öppna [läsåret 2026/27]", "2027-6-30", "2026-8-1"),
        ("klart [innan utgången av novmber]", "11-30", ""),
        ("vinna 40 kunder [senast den 30 juni 2027]", "2027-6-30", ""),
        ("öppna butiken [den 3:e september]", "9-3", ""),
        ("leverera [senast 2026-10-02]", "10-2", ""),
        ("lansera [före augusti]", "7-31", ""),
        ("i mål [innan augusti är slut]", "8-31", ""),
        ("dubbla försäljningen [i juli]", "7-31", "7-1"),
        ("fullbokat [i mitten av maj]", "5-20", "5-11"),
        ("gå runt [före årsskiftet]", "12-31", ""),
        ("anställa två [före utgången av andra kvartalet]", "6-30", ""),
        ("växa [under det kommande halvåret]", "12-31", "7-1"),
        ("klar [om ett och ett halvt år]", "2027-10-15", ""),
        ("klar [om ett par veckor]", "4-29", ""),
        ("färdig [på tre månader]", "7-15", ""),
        ("färdig [inom de närmaste fem veckorna]", "5-20", "4-15"),
        ("[tre månader från den 1 februari]", "5-1", ""),
        ("[två veckor efter påsk]", "4-19", ""),
        ("bli klar [senast på fredag]", "4-17", ""),
        ("träffas [nästa tisdag]", "4-21", ""),
        ("[första måndagen i maj] börjar vi", "5-4", ""),
        ("[sista veckan i september]", "9-27", "9-21"),
        ("slutsålt [före semestern]", "7-5", ""),
        ("klart [till midsommar]", "6-19", ""),
        ("fyllda lager [inför julhandeln]", "11-14", ""),
        ("[innan året är slut]", "12-31", ""),
        ("kampanjen går [från 1 till 15 maj]", "5-15", "5-1"),
        ("fullt upp [mellan juni och augusti]", "8-31", "6-1"),
        ("ny butik [under andra halvåret 2027]", "2027-12-31", "2027-7-1"),
        ("[under kvartal 3] satsar vi", "9-30", "7-1"),
        ("klart [v. 40]", "10-4", "9-28"),
        ("störst [till 2028]", "2028-12-31", ""),
        ("störst [före 2028]", "2027-12-31", ""),
        ("[den här månaden] svarar vi alla", "4-30", "4-1"),
        ("ny sajt [i sommar]", "8-31", "6-1"),
        ("ny sajt [till våren]", "2027-3-1", ""),
        ("leverera [i övermorgon]", "4-17", ""),
        ("svara alla [senast den 20:e]", "4-20", ""),
        ("[i slutet av nästa månad]", "5-31", ""),
        ("nå målet [vid årets slut]", "12-31", ""),
        ("nå målet [t.o.m. 31 maj]", "5-31", ""),
        ("fler kunder [året ut]", "12-31", ""),
    ],
    "nl": [
        ("openen [voor de start van het schooljaar]", "8-16", ""),
        ("groeien [in T3 2026]", "12-31", "9-1"),
        ("afronden [voor het einde van het schooljaar]", "7-10", ""),
        ("leveren [de laatste vrijdag voor kerst]", "12-18", ""),
        ("afspreken [uiterlijk 4-5/6]", "6-5", ""),
        ("af [over een week of vier]", "5-13", ""),
        ("open [donderdag over een week]", "4-23", ""),
        ("[tegen 1 juli] 1950 leden", "7-1", ""),
        ("klaar [eind septmber]", "9-30", ""),
        ("[de tweede vrijdag na Pinksteren]", "6-5", ""),
        ("40 klanten winnen [uiterlijk 30 juni 2027]", "2027-6-30", ""),
        ("de winkel openen [op 3 september]", "9-3", ""),
        ("leveren [uiterlijk 2-10-2026]", "10-2", ""),
        ("lanceren [voor augustus]", "7-31", ""),
        ("de verkoop verdubbelen [in juli]", "7-31", "7-1"),
        ("volgeboekt [half mei]", "5-15", ""),
        ("volgeboekt [medio mei]", "5-15", ""),
        ("quitte draaien [voor de jaarwisseling]", "12-31", ""),
        ("twee mensen aannemen [voor het einde van het tweede kwartaal]", "6-30", ""),
        ("groeien [in de komende anderhalf jaar]", "2027-10-15", "4-15"),
        ("klaar [over anderhalf jaar]", "2027-10-15", ""),
        ("klaar [over een paar weken]", "4-29", ""),
        ("af [binnen drie maanden]", "7-15", ""),
        ("af [binnen een halfjaar]", "10-15", ""),
        ("[drie maanden vanaf 1 februari]", "5-1", ""),
        ("[twee weken na Pasen]", "4-19", ""),
        ("klaar [uiterlijk vrijdag]", "4-17", ""),
        ("afspreken [volgende week dinsdag]", "4-21", ""),
        ("[de eerste maandag van mei] beginnen we", "5-4", ""),
        ("[de laatste week van september]", "9-27", "9-21"),
        ("uitverkocht [voor de zomervakantie]", "7-9", ""),
        ("klaar [tegen de herfstvakantie]", "10-19", ""),
        ("volle schappen [voor sinterklaas]", "12-5", ""),
        ("[voordat het jaar om is]", "12-31", ""),
        ("de actie loopt [van 1 tot en met 15 mei]", "5-15", "5-1"),
        ("druk [tussen juni en augustus]", "8-31", "6-1"),
        ("nieuwe winkel [in de tweede helft van 2027]", "2027-12-31", "2027-7-1"),
        ("[in het derde kwartaal] zetten we in", "9-30", "7-1"),
        ("klaar [in week 40]", "10-4", "9-28"),
        ("de grootste [tegen 2028]", "2028-12-31", ""),
        ("de grootste [voor 2028]", "2027-12-31", ""),
        ("[deze maand] beantwoorden we alles", "4-30", "4-1"),
        ("nieuwe site [deze zomer]", "8-31", "6-1"),
        ("nieuwe site [in het voorjaar van 2027]", "2027-5-31", "2027-3-1"),
        ("leveren [overmorgen]", "4-17", ""),
        ("betalen [uiterlijk de 20e]", "4-20", ""),
        ("[begin volgend jaar] breiden we uit", "2027-3-31", "2027-1-1"),
        ("[eind volgende maand]", "5-31", ""),
        ("[medio 2027]", "2027-6-30", ""),
        ("[vrijdag a.s.] gaan we live", "4-17", ""),
        ("klaar [voor Koningsdag]", "4-27", ""),
        ("klaar [t/m 31 mei]", "5-31", ""),
    ],
}

# Nothing here is a deadline.
NONE = {
    "en": [
        "open Mon-Fri 9-17",
        "weekdays 9-5, Saturday 10-4",
        "Mon–Fri 09:00–17:30",
        "Monday to Friday 3-5 posts",
        "April from accounts will help",
        "a present for June's team",
        "more sign-ups for our Sunday walks",
        "40 readers of the Monday mail",
        "before Chinese New Year",
        "rated 4-5/5",
        "T1 is our smallest size",
        "June in sales and April at the desk",
        "raise the score from 3.9 to 4.4",
        "from 6-8 visits",
        "answer faster than today",
        "customers over 40 years old",
        "April Jensen joins the team",
        "staffed Monday to Friday by two people",
        "answer within 24 hours, always",
        "we may hire 3 people",
        "march on with a better brand",
        "a 3-month plan for growth",
        "for two years we have had 400 clients",
        "three years ago we had 40 clients",
        "a second round of interviews",
        "24/7 support for everyone",
        "answer within 2 hours",
        "answer within two working days",
        "4.5 out of 5 stars",
        "from 1500 to 2000 followers",
        "raise it by 3/4",
        "spring into action",
        "fall in love with us",
        "a score of 8/10 on service",
        "what sells in today's market",
        "today we have 400 followers",
        "it is 30/02/2027",
        "it is 31/13/2026",
        "version 2.10.3",
        "call +47 22 33 44 55",
        "every Monday we post twice",
        "a Christmas campaign that sells",
        "be in 2000 shops",
        "10-12 new clients",
        "last month we had 30 leads",
        "since 2019 we have grown",
        "1,200 likes per month",
        "a summer sale with more buyers",
        "cut delivery from 5 days to 2 days",
        "grow 20% year over year",
        "the second half of our customers",
        "start after the summer",
        "no one may enter",
        "only 3 may enter",
        "we may first ask",
        "this may help",
        "first h2, then h3 tags",
        "works before 1.20 only",
        "starting 1 May",
    ],
    "nb": [
        "karakteren går fra 3.9 til 4.4. Vi følger med",
        "åpent man-fre 9-17",
        "hverdager 9-16, lørdag 10-15",
        "mandag–fredag kl. 9–17",
        "Mai i resepsjonen svarer alle",
        "August vil ha flere leads",
        "karakter 4-5/5",
        "vi og Mai skriver blogg",
        "kinesisk nyttår",
        "løfte karakteren fra 3.9 til 4.4",
        "kunder over 40 år",
        "svare raskere enn i dag",
        "Juni Berg tar over butikken",
        "første tirsdag i hver måned møtes vi",
        "12 % mot 15 % i dag",
        "i vår butikk skal alle trives",
        "for to år siden hadde vi 400",
        "i tre måneder har vi ventet",
        "to innlegg i uken",
        "svare innen 2 timer",
        "3 av 4 kunder",
        "en plan på 3 måneder",
        "fra 1500 til 2000 følgere",
        "øke med 3/4",
        "hver mandag deler vi noe",
        "en julekampanje som selger",
        "i fjor solgte vi 300",
        "forrige måned fikk vi 30",
        "siden 2019 har vi vokst",
        "30.02.2027 finnes ikke",
        "4,5 av 5 stjerner",
        "en gang i måneden",
        "i dag har vi 400",
        "etter nyttår begynner vi",
        "fra 1. mai er vi flere",
        "mai-kampanjen gikk bra",
    ],
    "da": [
        "karakteren går fra 3.9 til 4.4. Vi følger med",
        "åbent man-tors 9-16, fre 9-15",
        "hverdage 9-17",
        "August vil have flere leads",
        "Maj i receptionen svarer alle",
        "kinesisk nytår",
        "løfte karakteren fra 3.9 til 4.4",
        "kunder over 40 år",
        "svare hurtigere end i dag",
        "flere end i 2025",
        "for to år siden havde vi 400",
        "i tre måneder har vi ventet",
        "to opslag om ugen",
        "svare inden 2 timer",
        "3 ud af 4 kunder",
        "en plan på 3 måneder",
        "fra 1500 til 2000 følgere",
        "øge med 3/4",
        "hver mandag deler vi noget",
        "en julekampagne der sælger",
        "sidste måned fik vi 30",
        "siden 2019 er vi vokset",
        "4,5 ud af 5 stjerner",
        "tre gange om året",
        "i dag har vi 400",
        "efter sommerferien begynder vi",
    ],
    "sv": [
        "betyget går från 3.9 till 4.4. Vi följer upp",
        "öppet mån-fre 10-18, lör 10-15",
        "vardagar 9-17",
        "August vill ha fler leads",
        "Maj i receptionen svarar alla",
        "kinesiskt nyår",
        "höja betyget från 3.9 till 4.4",
        "kunder över 40 år",
        "svara snabbare än i dag",
        "i dag 30 timmar i snitt",
        "i vår butik ska alla trivas",
        "för två år sedan hade vi 400",
        "i tre månader har vi väntat",
        "två inlägg i veckan",
        "svara inom 2 timmar",
        "3 av 4 kunder",
        "en plan på 3 månader",
        "från 1500 till 2000 följare",
        "öka med 3/4",
        "varje måndag delar vi något",
        "en julkampanj som säljer",
        "förra månaden fick vi 30",
        "sedan 2019 har vi vuxit",
        "4,5 av 5 stjärnor",
        "tre gånger om året",
        "i dag har vi 400",
        "efter semestern börjar vi",
    ],
    "nl": [
        "het cijfer gaat van 3.9 naar 4.4. We volgen het",
        "open ma-vr 9-17",
        "ma t/m vr 9-17 uur",
        "van 9.00 tot 17.00 uur",
        "Mei van de receptie helpt iedereen",
        "chinees nieuwjaar",
        "het cijfer van 3.9 naar 4.4",
        "per week 2 posts",
        "sneller dan vandaag",
        "van dinsdag tot zaterdag open",
        "twee jaar geleden hadden we 400",
        "al drie maanden wachten we",
        "twee berichten per week",
        "antwoorden binnen 2 uur",
        "een kwartier eerder reageren",
        "3 van de 4 klanten",
        "een plan voor 3 maanden",
        "van 1500 naar 2000 volgers",
        "met 3/4 verhogen",
        "elke maandag delen we iets",
        "zo doen we het, di en do",
        "de zon schijnt",
        "goede morgen, klanten",
        "een kerstcampagne die verkoopt",
        "vorige maand kregen we 30",
        "sinds 2019 groeien we",
        "4,5 van de 5 sterren",
        "drie keer per jaar",
        "vandaag hebben we 400 volgers",
        "na de zomer beginnen we",
    ],
}


def _found(text: str, language: str) -> list[tuple[str, str, str]]:
    return [
        (found.text, str(found.date), str(found.begins or ""))
        for found in find_deadlines(text, language, TODAY)
    ]


@pytest.mark.parametrize(
    ("language", "marked", "last", "first"),
    [
        pytest.param(language, *row, id=f"{language}: {row[0]}")
        for language, rows in READ.items()
        for row in rows
    ],
)
def test_reads_the_phrase_and_its_last_day(
    language: str, marked: str, last: str, first: str
) -> None:
    """Exactly the phrase in brackets is found, with its last day and, for periods, its first."""
    phrase = marked[marked.index("[") + 1 : marked.index("]")]
    wanted = (phrase, str(_day(last)), str(_day(first)) if first else "")
    assert _found(marked.replace("[", "").replace("]", ""), language) == [wanted]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        pytest.param(language, text, id=f"{language}: {text}")
        for language, texts in NONE.items()
        for text in texts
    ],
)
def test_finds_no_deadline_where_there_is_none(language: str, text: str) -> None:
    """Quantities, rates, the past, what only begins and everyday words are no deadlines."""
    assert _found(text, language) == []


def test_the_tables_cover_every_pack() -> None:
    """A new language brings its own phrases, and none lags far behind the others."""
    assert set(READ) == set(NONE) == set(available_languages())
    assert all(len(rows) >= 40 for rows in READ.values())


@pytest.mark.parametrize(
    ("text", "language", "locale", "wanted", "ambiguous"),
    [
        pytest.param("by 03/04/2027", "en", None, date(2027, 3, 4), True, id="en: month first"),
        pytest.param("by 03/04/2027", "en", "en_GB", date(2027, 4, 3), True, id="en_GB: day first"),
        pytest.param("by 03/04/2027", "en", "en-IE", date(2027, 4, 3), True, id="en-IE: hyphen"),
        pytest.param("by 03/04/2027", "en", "??", date(2027, 3, 4), True, id="unknown locale"),
        pytest.param("by 25/04/2027", "en", None, date(2027, 4, 25), False, id="25 is no month"),
        pytest.param("by 04/04/2027", "en", None, date(2027, 4, 4), False, id="the same both ways"),
        pytest.param("by 3 April 2027", "en", None, date(2027, 4, 3), False, id="named month"),
        pytest.param("innen 03.04.2027", "nb", None, date(2027, 4, 3), False, id="nb"),
        pytest.param("senest 03/04/2027", "da", None, date(2027, 4, 3), False, id="da"),
        pytest.param("senast 3/4 2027", "sv", None, date(2027, 4, 3), False, id="sv"),
        pytest.param("uiterlijk 03-04-2027", "nl", None, date(2027, 4, 3), False, id="nl"),
    ],
)
def test_orders_figures_by_locale(
    text: str, language: str, locale: str | None, wanted: date, ambiguous: bool
) -> None:
    """Day and month go by the locale, and English says where they could be swapped."""
    (found,) = find_deadlines(text, language, TODAY, locale=locale)
    assert (found.date, found.ambiguous) == (wanted, ambiguous)


@pytest.mark.parametrize(
    ("text", "start", "wanted"),
    [
        pytest.param("by Q1", 7, date(2026, 9, 30), id="first quarter from July"),
        pytest.param("by Q3 2027", 7, date(2027, 3, 31), id="named after the year it ends in"),
        pytest.param("in H1 2027", 4, date(2026, 9, 30), id="half from April"),
        pytest.param("this quarter", 2, date(2026, 4, 30), id="quarters from February"),
        pytest.param("by the end of the fiscal year", 10, date(2026, 9, 30), id="fiscal year"),
        pytest.param("in FY27", 7, date(2027, 6, 30), id="fiscal year by number"),
        pytest.param("by the end of the year", 7, date(2026, 12, 31), id="calendar year stays"),
        pytest.param("in 2027", 7, date(2027, 12, 31), id="a plain year stays"),
    ],
)
def test_follows_the_fiscal_year(text: str, start: int, wanted: date) -> None:
    """Quarters, halves and fiscal years go by the option; years and months don't."""
    (found,) = find_deadlines(text, "en", TODAY, fiscal_year_start=start)
    assert found.date == wanted


@pytest.mark.parametrize(
    ("language", "text", "spans"),
    [
        pytest.param("en", "a plan for 3 months", ["for 3 months"], id="a duration"),
        pytest.param("en", "our 90-day... no, 3-month plan", ["3-month"], id="with a hyphen"),
        pytest.param("en", "5 posts, 2 years ago", ["2 years ago"], id="the past"),
        pytest.param("en", "since 2019 we have 400", ["since 2019"], id="a beginning"),
        pytest.param("en", "deliver in 2 days, not 5 days", ["in 2 days"], id="days alone count"),
        pytest.param("en", "from 6 months to 3 months", [], id="months that are measured"),
        pytest.param("en", "2027", [], id="a year alone may be a number"),
        pytest.param("nb", "400 i 2025 og 600 innen 31.12.", ["i 2025", "innen 31.12"], id="nb"),
        pytest.param("da", "for 3 måneder siden: 400", ["for 3 måneder siden"], id="da"),
        pytest.param("sv", "en kampanj på 6 veckor", ["kampanj på 6 veckor"], id="sv"),
        pytest.param("nl", "gedurende 2 jaar 400", ["gedurende 2 jaar"], id="nl"),
    ],
)
def test_spans_cover_the_numbers_of_time(language: str, text: str, spans: list[str]) -> None:
    """Durations and past dates are no deadlines, yet their numbers measure nothing."""
    found = deadline_spans(Tokens(text), load_pack(language))
    assert [text[start:end] for start, end in found] == spans


def test_several_deadlines_keep_their_order() -> None:
    """Everything is found, left to right."""
    text = "200 leads by Easter 2027, 300 by the end of June 2027 and 500 before 2028"
    assert [last for _, last, _ in _found(text, "en")] == ["2027-03-28", "2027-06-30", "2027-12-31"]


def test_an_unknown_language_is_refused() -> None:
    """There is nothing to read it with."""
    with pytest.raises(UnknownLanguageError):
        find_deadlines("by May", "xx", TODAY)


_WIDTHS = ("short", "medium", "long", "full")


@settings(deadline=None)
@given(day=st.dates(date(2000, 1, 1), date(2069, 12, 31)), width=st.sampled_from(_WIDTHS))
@pytest.mark.parametrize("language", available_languages())
def test_reads_back_what_babel_writes(language: str, width: str, day: date) -> None:
    """A date in any of the usual formats means the same day again."""
    locale = load_pack(language).basics.locale
    (found,) = find_deadlines(format_date(day, width, locale=locale), language, TODAY)
    assert found.date == day


@settings(deadline=None)
@given(
    day=st.dates(date(2000, 1, 1), date(2069, 12, 31)),
    pattern=st.sampled_from(["QQQ y", "QQQQ y", "LLLL y"]),
)
@pytest.mark.parametrize("language", available_languages())
def test_reads_back_the_periods_that_babel_writes(language: str, pattern: str, day: date) -> None:
    """A quarter or month with its year means that period again, and ends on its last day."""
    text = format_date(day, pattern, locale=load_pack(language).basics.locale)
    months = 3 if "Q" in pattern else 1
    first = date(day.year, (day.month - 1) // months * months + 1, 1)
    (found,) = find_deadlines(text, language, TODAY)
    assert (found.begins, found.date) == (first, add_days(add_months(first, months), -1))


@settings(deadline=None)
@given(data=st.data())
@pytest.mark.parametrize("language", available_languages())
def test_text_without_dates_adds_no_deadline(language: str, data: st.DataObject) -> None:
    """What means no deadline by itself adds none to a text that has one, and moves none."""
    marked, last, _ = data.draw(st.sampled_from(READ[language]))
    clauses = st.lists(st.sampled_from(NONE[language]), max_size=3)
    before, after = ("; ".join(data.draw(clauses)) for _ in range(2))
    text = marked.replace("[", "").replace("]", "")
    found = find_deadlines(f"{before}; {text}; {after}.", language, TODAY)
    assert [item.date for item in found] == [_day(last)]


@settings(deadline=None)
@given(day=st.dates(date(2026, 4, 15), date(2027, 4, 14)))
@pytest.mark.parametrize("language", available_languages())
def test_a_day_without_a_year_is_the_next_one(language: str, day: date) -> None:
    """Day and month alone are never in the past."""
    pattern = load_pack(language).locale.date_formats["long"].pattern
    pattern = pattern.replace(", y", "").replace(" y", "")
    text = format_date(day, pattern, locale=load_pack(language).basics.locale)
    (found,) = find_deadlines(text, language, TODAY)
    assert found.date == day


def _vocabulary() -> list[str]:
    words = [
        "0",
        "1",
        "2",
        "3",
        "12",
        "31",
        "40",
        "2027",
        "99999",
        ".",
        ",",
        "-",
        "/",
        "'",
        "%",
        "q",
    ]
    for language in available_languages():
        pack = load_pack(language).deadlines
        for phrases in pack.classes.model_dump().values():
            words += phrases[:3]
        words += [name for unit in pack.units.values() for name in (*unit.one[:1], *unit.definite)]
        words += [names[0] for names in (*pack.seasons.values(), *pack.holidays.values())]
        locale = load_pack(language).locale
        words += [
            *locale.months["format"]["wide"].values(),
            *locale.days["format"]["wide"].values(),
        ]
    return words


@settings(deadline=None, max_examples=300)
@given(
    text=st.lists(st.sampled_from(_vocabulary()), max_size=14).map(" ".join) | st.text(max_size=80)
)
@example(text=f"by {'1' * 5_000} may, {'1' * 5_000}. juni {'1' * 5_000}")
@example(text="31 june, 31. juni, 31 juni, 30 02 2027, 31 / 4, week 99 and \ud800 ² ٣")
@pytest.mark.parametrize("language", available_languages())
def test_any_text_is_read_without_fail_and_spans_point_at_it(language: str, text: str) -> None:
    """Nothing raises, and every text found stands where it is said to stand."""
    for found in find_deadlines(text, language, TODAY):
        assert text[found.start : found.end] == found.text
        assert found.begins is None or found.begins <= found.date
    ends = [0]
    for start, end in deadline_spans(Tokens(text), load_pack(language)):
        assert ends[-1] <= start < end <= len(text)
        ends.append(end)
