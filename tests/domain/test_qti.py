"""QTI as others write it, and XML that wants something else."""

import pytest

from studyapp.domain import qti
from studyapp.domain.exchange import Fault, Part

OTHER = """<?xml version="1.0" encoding="UTF-8"?>
<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="choice"
  title="Attendance" adaptive="false" timeDependent="false">
  <responseDeclaration identifier="RESPONSE" cardinality="single" baseType="identifier">
    <correctResponse><value>B</value></correctResponse>
  </responseDeclaration>
  <itemBody>
    <p>Look at the
       <b>text</b> &amp; <code>code</code>.</p><p><img src="sign.png" alt="NEVER"/></p>
    <choiceInteraction responseIdentifier="RESPONSE" shuffle="false" maxChoices="1">
      <prompt>What does it say?</prompt>
      <simpleChoice identifier="A">Stay
        <feedbackInline outcomeIdentifier="F" identifier="A">No.</feedbackInline></simpleChoice>
      <simpleChoice identifier="B">Go</simpleChoice>
    </choiceInteraction>
  </itemBody>
  <modalFeedback outcomeIdentifier="F" identifier="all">Read <em>all</em> of it.</modalFeedback>
</assessmentItem>
"""
BOMB = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><assessmentItem>&b;</assessmentItem>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><assessmentItem>&a;</assessmentItem>'
DTD = '<!DOCTYPE assessmentItem SYSTEM "https://example.com/x.dtd"><assessmentItem/>'
KIND = "Its answers are of a kind that there is not here (textEntryInteraction)."
UNSAFE = "It has a DTD or entities of its own, which are refused for safety."


def fault_of(text: str) -> str:
    """The only fault of a file that holds no question."""
    found = qti.read({"a.xml": text})
    assert found.items == ()
    (fault,) = found.faults
    return fault.text


def test_a_question_of_another_program_keeps_its_words_and_tells_its_losses() -> None:
    found = qti.read({"imsmanifest.xml": "<manifest/>", "a.xml": OTHER})
    (item,) = found.items
    assert item.stem == "Look at the **text** & `code`.\n\nWhat does it say?"
    assert item.parts == (Part("Stay", "No."), Part("Go", "", True))
    assert (item.kind, item.id, item.takeaway) == ("single", "choice", "Read *all* of it.")
    assert [(fault.text, fault.left_out) for fault in found.faults] == [
        ("A picture, film or formula is not kept.", False)
    ]


@pytest.mark.parametrize("text", [BOMB, OUTSIDE, DTD])
def test_entities_and_what_lies_outside_are_refused(text: str) -> None:
    assert fault_of(text) == UNSAFE


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("<a>", "It is not valid XML."),
        ("<questestinterop/>", "This is QTI 1; only QTI 2.1 is read here."),
        ("<quiz/>", "This is XML of Moodle, which is not read here. Export GIFT instead."),
        ("<html/>", "It is no question in QTI 2.1."),
        ("<assessmentItem/>", "It asks 0 things; a question here asks one."),
        ("<a>" * 70 + "</a>" * 70, "Its elements are nested more than 60 deep."),
        (
            OTHER.replace("choiceInteraction", "textEntryInteraction"),
            KIND,
        ),
        (OTHER.replace("<value>B", "<value>C"), "Its right answer names an option that it does not have."),
        (OTHER.replace("<value>B</value>", ""), "It does not say which answer is right."),
    ],
)
def test_what_cannot_be_one_of_ours_is_told(text: str, fault: str) -> None:
    assert fault_of(text) == fault


def test_an_empty_package_says_so() -> None:
    assert qti.read({"a.txt": "x"}).faults == (Fault(0, "There is no question in QTI 2.1 here."),)
