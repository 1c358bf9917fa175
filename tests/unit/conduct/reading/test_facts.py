"""What facts are found in sentences, each mechanism with what it finds and what it lets be."""

from __future__ import annotations

import pytest

from unbroken.conduct.reading import narrative
from unbroken.conduct.reading.measures import contacts, durations, incidents
from unbroken.conduct.reading.words import Text

pytestmark = pytest.mark.demand("RCG-02", "RCG-04", "RCG-08")


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        pytest.param("repeated", "He repeatedly rang her.", True, id="said in a word"),
        pytest.param("repeated", "He kept turning up at her house.", True, id="kept doing it"),
        pytest.param("repeated", "He came to her house every day.", True, id="how often"),
        pytest.param("repeated", "He followed her on two further occasions.", True, id="counted occasions"),
        pytest.param("repeated", "This was the third time he came to her house.", True, id="the third time"),
        pytest.param("repeated", "He rang her once. There has been nothing since.", False, id="said to be all"),
        pytest.param("repeated", "He sent her messages. No previous incidents.", False, id="a plural against it"),
        pytest.param("repeated", "He kept ringing her. No previous incidents.", True, id="plain words against it"),
        pytest.param("repeated", "It was his first breach. He rang her.", False, id="one is not again"),
        pytest.param("repeated", "Officers visited the house three times.", None, id="what the police did"),
        pytest.param("repeated", "I rang the police twice.", None, id="what the victim did"),
        pytest.param("told_to_stop", "She told him to leave her alone.", True, id="told him"),
        pytest.param("told_to_stop", "He was told by police to stop.", True, id="told by others"),
        pytest.param("told_to_stop", "Her solicitor wrote to him telling him to stop.", True, id="in a letter"),
        pytest.param("told_to_stop", "Can you tell them to stop?", None, id="asked of the police"),
        pytest.param("told_to_stop", "He would not stop ringing her.", None, id="going on is no telling"),
        pytest.param("told_to_stop", "Police told her to stop answering.", None, id="told to the victim"),
        pytest.param("blocked", "I blocked his number.", True, id="his number"),
        pytest.param("blocked", "If he rings I will block him.", None, id="may yet be"),
        pytest.param("blocked", "Police advised her to block him.", None, id="advised"),
        pytest.param("blocked", "They blocked the drive.", None, id="a drive"),
        pytest.param("new_accounts_after_block", "I blocked him. He made a new account.", True, id="after a block"),
        pytest.param("new_accounts_after_block", "He made a new account.", None, id="before any"),
        pytest.param("prior_order", "He breached his restraining order.", True, id="an order stands"),
        pytest.param("prior_order", "He was given a restraining order for five years.", None, id="made at the end"),
        pytest.param("prior_order", "She was advised to apply for an injunction.", None, id="no order yet"),
        pytest.param("prior_conviction", "He has two previous convictions.", True, id="convictions"),
        pytest.param("prior_conviction", "He has no previous convictions.", None, id="none"),
        pytest.param("escalation", "It is getting worse.", True, id="getting worse"),
        pytest.param("escalation", "I am more cross than anything.", None, id="more of a feeling"),
        pytest.param("fear", "She is terrified of him.", True, id="terrified"),
        pytest.param("fear", "She believes that he will kill her.", True, id="believes it"),
        pytest.param("fear", "She is more angry than afraid.", None, id="more angry"),
        pytest.param("fear", "Are you frightened of him? No, I am fed up.", None, id="asked, and no"),
        pytest.param("fear", "Are you frightened of him? Yes, very.", True, id="asked, and yes"),
        pytest.param("change_of_routine", "She has changed her route to work.", True, id="another way"),
        pytest.param("change_of_routine", "I no longer go out after dark.", True, id="no longer"),
        pytest.param("change_of_routine", "She was advised to change her route.", None, id="advised"),
        pytest.param("change_of_routine", "She has not changed her routine.", None, id="not changed"),
        pytest.param("relationship_ended", "They separated in May.", True, id="separated"),
        pytest.param("relationship_ended", "She left him a year ago.", True, id="left"),
        pytest.param("relationship_ended", "He left her a note.", None, id="left a note"),
        pytest.param("relationship_ended", "On separate occasions he rang her.", None, id="separate occasions"),
        pytest.param("repeated", "He has been texting her.", True, id="goes on"),
        pytest.param("repeated", "He had been called a liar.", None, id="what was once said of him does not go on"),
        pytest.param("repeated", "He rang her at two in the morning.", None, id="a morning is not mornings"),
        pytest.param("repeated", "He rang her on two mornings.", True, id="mornings"),
        pytest.param("repeated", "12/04 Message to her from him.", None, id="a date counts nothing"),
        pytest.param("repeated", "He waited at the gate on thirty-one days.", True, id="a number of two words"),
        pytest.param(
            "told_to_stop", "Her ex-husband rang her. The vicar has spoken to him.", True, id="spoken to by anybody"
        ),
        pytest.param(
            "told_to_stop", "Her ex-husband rang her. The vicar has spoken to her.", None, id="she was spoken to"
        ),
        pytest.param("told_to_stop", "As kindly as she could she told him that it had to end.", True, id="she could"),
        pytest.param("told_to_stop", "He was given a lift.", None, id="given, and no warning"),
        pytest.param("relationship_ended", "They had been on three dates.", True, id="dates that they went on"),
        pytest.param("relationship_ended", "He was filmed on nine dates.", None, id="dates in a calendar"),
        pytest.param("relationship_ended", "He pushed her brother's new girlfriend.", None, id="somebody else's"),
        pytest.param("change_of_routine", "I have the bolts done and sleep at my aunt's.", True, id="sleeps elsewhere"),
        pytest.param("change_of_routine", "She is not giving up her class.", None, id="gives up nothing"),
        pytest.param("change_of_routine", "There is camera footage of it.", None, id="footage is no camera fitted"),
        pytest.param("suspect_denies", "She said that she had been asleep.", None, id="what she says is no denial"),
        pytest.param("cleared", "He rang her. The case was dismissed.", True, id="dismissed"),
        pytest.param("cleared", "She was cleared of lying and he rang me again.", True, id="whoever was cleared"),
        pytest.param("cleared", "I was cleared of lying.", None, id="she was cleared"),
        pytest.param("errand", "He says that we owe him thirty pounds.", True, id="a debt"),
        pytest.param("errand", "A salesman called at the house.", True, id="a sale"),
        pytest.param("errand", "She is a former salesman and he rang her.", None, id="her trade"),
        pytest.param("nothing_else", "There had been nothing like it before.", True, id="nothing like it"),
        pytest.param("nothing_else", "She asked him for no further contact.", None, id="asked for, and not told"),
        pytest.param("suspect_denies", "In interview he said that he was only passing.", True, id="in interview"),
        pytest.param("suspect_denies", "The suspect denies following her.", True, id="denies"),
        pytest.param("suspect_denies", "She denies any thoughts of self-harm.", None, id="of something else"),
        pytest.param("harmful_advice", "Police advised her to change her number.", True, id="a new number"),
        pytest.param("harmful_advice", "Officers told her to come off Facebook.", True, id="off social media"),
        pytest.param("harmful_advice", "He was advised to keep a diary and ring 999.", None, id="good advice"),
        pytest.param("harmful_advice", "He said he would sort her out.", None, id="said by the suspect"),
        pytest.param("doubt_or_blame", "The officer wrote that she was exaggerating.", True, id="exaggerating"),
        pytest.param("doubt_or_blame", "An officer said she should be flattered.", True, id="said by an officer"),
        pytest.param("doubt_or_blame", "She says that he is harmless.", None, id="said by the victim"),
        pytest.param("fixation", "He is obsessed with her.", True, id="obsessed"),
        pytest.param("fixation", "He will not accept that it is over.", True, id="will not accept"),
        pytest.param("other_matter", "He rang about the deposit that she owes him.", True, id="money"),
        pytest.param("mutual", "Both parties have been shouting at each other.", True, id="both"),
        pytest.param("group", "A group of youths threw eggs at the house.", True, id="youths"),
        pytest.param("stalking_found", "He was convicted of stalking.", True, id="a conviction"),
        pytest.param("stalking_found", "He was cleared of stalking.", None, id="cleared"),
    ],
)
def test_a_sentence_tells_a_fact(name: str, text: str, value: bool | None) -> None:
    assert narrative.read(text).fact(name) == value


def test_who_is_named_alone_throughout_is_no_group() -> None:
    said = "A group of youths saw it. He rang her. He followed her. He came to her house. He sent her a card."
    assert narrative.read(said).fact("group") is None


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("This has gone on for six weeks.", [42]),
        ("Over the last two months he has rung her.", [60]),
        ("Between April and June he rang her.", [90]),
        ("He rang her last week.", []),
        ("He rings her twice a week.", []),
        ("He was jailed for 22 months.", []),
        ("Unless payment is made within 14 days we will claim.", []),
        ("She has not heard from him for two years.", []),
    ],
)
def test_how_long_it_went_on(text: str, days: list[int]) -> None:
    assert [one.value for one in durations(Text(text))] == days


@pytest.mark.parametrize(
    ("text", "occasions", "calls"),
    [
        ("He came on three occasions.", [3], [3]),
        ("It is the 4th time this week.", [4], [4]),
        ("There were three incidents. He rang four times.", [3], [3, 4]),
        ("He rang her twice.", [2], [2]),
        ("He sent her 40 texts.", [], [40]),
        ("He rings her ten times a day.", [], [10]),
        ("He called several times.", [], []),
    ],
)
def test_occasions_are_counted_apart_from_calls_and_messages(text: str, occasions: list[int], calls: list[int]) -> None:
    norms = Text(text).norms
    assert [one.value for one in incidents(norms)] == occasions
    assert [one.value for one in contacts(norms)] == calls
