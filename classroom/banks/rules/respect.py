"""How people are spoken of, and what may hurt those who read it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from classroom.banks.fault import Level
from classroom.banks.known import Known
from classroom.banks.prose import unspoken
from classroom.banks.rules.rule import Finding, WholeBank, WideFinding, rule
from classroom.banks.rules.share import in_percent, too_many
from classroom.banks.rules.vignette import is_vignette
from classroom.banks.schema import Question
from classroom.banks.texts import all_texts, shown_texts

MOST_PRONOUN_SHARE = 75
PRONOUNS_COUNTED_FROM = 8

_ENDS_NOUN = (
    r"(?=[.,;:!?”\"'’)]|$| (?:who|whom|that|and|or|but|in|with|at|of|to|from|on|for|by|as|is|are|"
    r"was|were|has|have|had|may|will|can|needs?|wants?|says?|because|since|when)\b)"
)
_DIAGNOSIS_AS_NOUN = re.compile(
    r"\b(?:an?|the|this|that|his|her|their|your|another|two|three|these|those|many|some) (?:\w+ )?"
    r"(?:schizophrenic|alcoholic|addict|anorexic|bulimic|narcissist|autistic|borderline|bipolar|"
    rf"depressive|psychotic|psychopath|sociopath|hysteric|neurotic|manic-depressive)s?{_ENDS_NOUN}"
    rf"|\bthe (?:mentally ill|disabled|handicapped|homeless|elderly){_ENDS_NOUN}",
    re.IGNORECASE,
)
_PATIENT = re.compile(
    r"\b(?:the|a|your|her|his|this|that|each|every) patients?(?:['’]s)?\b(?! (?:and|but|or|voice|"
    r"ear|listener|tone|way|manner|counselor|attention|silence|wait|pace|work))"
    r"|\bpatients? (?:complain|denie|deny|claim|admit)s?\b",
    re.IGNORECASE,
)
_COUNSELOR = re.compile(r"\bcounsel(l?)(?:or|ors|ing|ed)\b", re.IGNORECASE)
_PERSON = re.compile(r"\b([A-Z][\w'’-]+), (?:age |aged )?\d{1,3}\b")
_SHE = re.compile(r"\b(?:she|her|hers)\b", re.IGNORECASE)
_HE = re.compile(r"\b(?:he|him|his)\b", re.IGNORECASE)

_IDENTITY = re.compile(
    r"\b(?:African[- ]American|Black|Latin[oax]|Hispanic|Asian(?:[- ]American)?|Native American|"
    r"Indigenous|Arab|Jewish|Jew|Muslim|Hindu|Sikh|Buddhist|Catholic|Christian|Mormon|Roma|Romani|"
    r"(?i:biracial|gay|lesbian|bisexual|queer|transgender|trans (?:man|woman)|nonbinary|non-binary|"
    r"deaf|blind(?! spot)|wheelchair|disabled|disability|autistic|neurodivergent|immigrants?|"
    r"refugees?|undocumented|asylum|pregnant|mosque|synagogue))\b"
)
_CULTURE = re.compile(
    r"cultur|worldview|identit|religio|faith|ethnic|racis|disabilit", re.IGNORECASE
)

_SENSITIVE = re.compile(
    r"\b(?:suicid\w*|self[- ]harm\w*|self[- ]injur\w*|overdos\w+|end(?:ing|s|ed)? (?:his|her|my|"
    r"their|your) (?:own )?life|(?:kill|hurt|harm|cut)(?:s|ed|t?ing)? (?:him|her|my|your|them|our)"
    r"sel(?:f|ves)(?! off)|abus(?:e|es|ed|er|ers|ing|ive)|molest\w*|"
    r"violen(?:t|ce|tly)|assault\w*|rap(?:e|ed|ist)|batter(?:ed|ing|er)|homicid\w*|murder\w*|"
    r"beat(?:s|en|ing)? (?:her|him|them|me)(?: up)?|incest|trauma\w*|torture\w*)\b",
    re.IGNORECASE,
)


@rule("L22", on=Question, level=Level.WARNING, in_english=True)
def people_are_not_their_diagnosis(question: Question, known: Known) -> Iterator[Finding]:
    """No diagnosis stands for a person (“a schizophrenic”), no patient “complains” or “denies”, and
    whom a counselor works with is a client, not a patient."""
    for place, text in all_texts(question):
        if found := _DIAGNOSIS_AS_NOUN.search(text):
            yield place, f"name the person, not the diagnosis, instead of “{found.group()}”"
        if found := _PATIENT.search(unspoken(text)):
            yield place, f"say what the client does or says, instead of “{found.group()}”"


@rule("L22", on=WholeBank, level=Level.WARNING, in_english=True)
def words_are_consistent(bank: WholeBank, known: Known) -> Iterator[WideFinding]:
    """A bank writes either counselor or counsellor throughout."""
    spelled = [
        (question, place, found.group())
        for question in bank.questions
        for place, text in all_texts(question)
        for found in _COUNSELOR.finditer(text)
    ]
    doubled = [one for one in spelled if "ll" in one[2].casefold()]
    single = [one for one in spelled if "ll" not in one[2].casefold()]
    for question, place, word in min(doubled, single, key=len):
        yield question, place, f"spell “{word}” as most of this bank does"


@rule("L22", on=WholeBank, level=Level.WARNING, in_english=True)
def names_are_varied(bank: WholeBank, known: Known) -> Iterator[WideFinding]:
    """No two vignettes of a bank give their clients the same name, and at most 75 % of those that
    have a pronoun have the same one, she or he, in a bank with 8 of them or more."""
    first: dict[str, str] = {}
    for question in bank.questions:
        for name in dict.fromkeys(_PERSON.findall(question.stem or "")):
            if name in first:
                yield question, ("stem",), f"choose another name: {first[name]} has {name} too"
            first.setdefault(name, question.id)
    pronouns = Counter(filter(None, map(_pronoun, filter(is_vignette, bank.questions))))
    for pronoun, count in pronouns.items():
        total = pronouns.total()
        if total >= PRONOUNS_COUNTED_FROM and too_many(count, total, MOST_PRONOUN_SHARE):
            vary = f"vary the pronouns: {in_percent(count, total)} of the vignettes say “{pronoun}”"
            yield None, ("questions",), vary


@rule("L23", on=Question, level=Level.INFO, in_english=True)
def identity_has_a_reason(question: Question, known: Known) -> Iterator[Finding]:
    """A stem names a protected characteristic (origin, religion, orientation, disability …) only if
    the question needs it: if it rests on a fact about culture, or has a `sensitivity`."""
    if question.sensitivity or _rests_on_culture(question, known):
        return
    if found := _IDENTITY.search(question.stem or ""):
        yield ("stem",), f"leave “{found.group()}” out unless the question turns on it"


@rule("L24", on=Question, in_english=True)
def what_may_hurt_is_tagged(question: Question, known: Known) -> Iterator[Finding]:
    """Where suicide, self-harm, abuse, violence, assault and the like are spoken of, the question
    has a `sensitivity`, so that an instructor can skip it and students can pass."""
    if question.sensitivity:
        return
    for place, text in shown_texts(question):
        if found := _SENSITIVE.search(text):
            yield place, f"add a sensitivity to the question: it speaks of “{found.group()}”"
            return


def _pronoun(question: Question) -> str:
    """“she” or “he”, whichever the stem says more often; empty if neither."""
    stem = unspoken(question.stem or "")
    she, he = len(_SHE.findall(stem)), len(_HE.findall(stem))
    return "" if she == he else "she" if she > he else "he"


def _rests_on_culture(question: Question, known: Known) -> bool:
    facts = [fact for id_ in question.facts if (fact := known.facts.get(id_)) is not None]
    return any(_CULTURE.search(f"{fact.claim} {fact.teach_as or ''}") for fact in facts)
