"""L05, L08, L09, L11, L20, L21: options beside one another."""

from __future__ import annotations

from classroom.banks.rules import options
from tests.unit.banks.rule_items.item import Item, asking, placed

WORD = "word"
ASKS = ("Ask what she hopes for", "Tell her what helps", "Offer a plan", "Wait with her")

ITEMS = [
    Item(
        options.options_are_of_a_length,
        passes=(asking("a b", "a b c", "a b c d", "c d"),),
        fails=(
            asking("a b", "a b c", "a b c d e", "c d"),
            asking("a b", "c d", "e f", "a b c d e", "g h", keys=(0, 1)),
            asking(*[" ".join([WORD] * number) for number in (14, 15, 16, 27)]),
        ),
    ),
    Item(
        options.absolutes_give_nothing_away,
        passes=(
            asking("It always helps", "It never helps", "It helps some", "It hurts some"),
            asking("It helps", "It hurts", "It hurts some", "It does neither"),
            placed("poll", {"text": "Always now"}, {"text": "Later"}),
        ),
        fails=(
            asking("It helps", "It never helps", "It hurts some", "It does neither"),
            asking("It helps", "It is only warmth", "It hurts", "It tires"),
        ),
    ),
    Item(
        options.key_echoes_nothing,
        passes=(
            asking(
                "Talk about the map",
                "Talk about the exam",
                "Wait",
                "Refer",
                stem="She talks about an exam.",
            ),
            asking(
                "Ask about the session", "Wait", "Refer", "Apologize", stem="The session is over."
            ),
        ),
        fails=(
            asking("Plan the exam", "Wait", "Refer", "Apologize", stem="She talks about exams."),
            asking(
                "Agreement on steps",
                "Warmth",
                "Insight",
                "Relief",
                lead_in="What have the two agreed upon at the end?",
            ),
        ),
    ),
    Item(
        options.options_are_parallel,
        passes=(
            asking(*ASKS),
            asking("“Why?”", "“When?”", "“How?”", "“Who?”"),
            asking("The bond", "A goal", "Its tasks", "Trust between the two"),
            asking("Asking her", "Telling her", "Offering a plan", "Waiting"),
        ),
        fails=(
            asking(*ASKS[:3], "Waiting with her"),
            asking(*ASKS[:3], "“Take your time.”"),
            asking(*ASKS[:3], "The plan of last week"),
            asking("To ask her", *ASKS[1:]),
            asking("Asks the client", "Tells the client", "Leads the client", "Show the client"),
        ),
    ),
    Item(
        options.numbers_ascend,
        passes=(
            asking("About 8 %", "About 15 %", "About 28 %", "About 60 %"),
            asking("Bordin, 1979", "Gelso, 2011", "Horvath and others", "Webb, 2011"),
            asking("Four", "Two", "Three", "One"),
        ),
        fails=(asking("About 28 %", "About 8 %", "About 60 %", "About 15 %"),),
    ),
    Item(
        options.options_are_not_vague,
        passes=(
            asking("In May", "In June", "“It may help you.”", "In July"),
            asking("At once", "In time", "Later", "After a week"),
        ),
        fails=(
            asking("It may help", "It helps", "It hurts", "It tires"),
            asking("It helps", "It usually helps", "It hurts", "It tires"),
        ),
    ),
    Item(
        options.options_exclude_each_other,
        passes=(
            asking("Ask about the exam", "Ask about the clock", "Wait", "Refer"),
            asking("Trust", "Trust and respect", "Warmth", "Insight"),
            asking("About 8 % of clients", "About 28 % of clients", "All clients", "No client"),
        ),
        fails=(
            asking("Ask about the exam", "Ask about the exam and the clock", "Wait", "Refer"),
            asking("Sharing goals and tasks", "Shared tasks and goals", "Warmth", "Insight"),
        ),
    ),
]
