"""The roster, as spreadsheets and platforms write it; each fault is read."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.errors import UsageError
from grader.klass.roster import Roster, Student

ADA, WANG = Student("s1", "Ada Lovelace", "ada@x.edu"), Student("s2", "王小明", "wang@x.edu")

FORMS: dict[str, str] = {
    "commas": "id,name,email\ns1,Ada Lovelace,ada@x.edu\ns2,王小明,wang@x.edu\n",
    "a byte order mark": "\ufeffid,name,email\ns1,Ada Lovelace,ada@x.edu\ns2,王小明,wang@x.edu\n",
    "semicolons": "id;name;email\ns1;Ada Lovelace;ada@x.edu\ns2;王小明;wang@x.edu\n",
    "tabs": "id\tname\temail\ns1\tAda Lovelace\tada@x.edu\ns2\t王小明\twang@x.edu\n",
    "Excel's own line": "sep=;\r\nid;name;email\r\ns1;Ada Lovelace;ada@x.edu\r\ns2;王小明;wang@x.edu\r\n",
    "Chinese headings": "学号,姓名,邮箱\ns1,Ada Lovelace,ada@x.edu\ns2,王小明,wang@x.edu\n",
    "other words": "Student_ID,Full Name,E-Mail\ns1,Ada Lovelace,ada@x.edu\ns2,王小明,wang@x.edu\n",
    "first and last": "ID number,First name,Last name,Email\ns1,Ada,Lovelace,ada@x.edu\ns2,,王小明,wang@x.edu\n",
    "another order, more columns": "Email,Group,Name,ID\nada@x.edu,3,Ada Lovelace,s1\nwang@x.edu,4,王小明,s2\n",
    "empty lines and spaces": "id,name,email\n\n s1 , Ada Lovelace ,ada@x.edu\n,,\ns2,王小明,wang@x.edu",
    "quotes": 'id,name,email\n"s1","Ada Lovelace","ada@x.edu"\r\ns2,王小明,wang@x.edu\n',
    "rows too long": "id,name,email\ns1,Ada Lovelace,ada@x.edu,,\ns2,王小明,wang@x.edu\n",
}


@pytest.mark.parametrize("form", FORMS)
def test_each_form_names_the_same_students(tmp_path: Path, form: str) -> None:
    """Whoever wrote it, in whichever country."""
    path = tmp_path / "roster.csv"
    path.write_bytes(FORMS[form].encode())
    roster = Roster.load(path)
    assert roster.students == (ADA, WANG) and len(roster) == 2
    assert "s1" in roster and "s3" not in roster and roster["s2"] == WANG
    assert roster.find("S1") == ADA and roster.find("s") is None


def test_canvas(tmp_path: Path) -> None:
    """Its gradebook: a row of points, its own number beside the school's; without the school's, its own."""
    path = tmp_path / "canvas.csv"
    path.write_text(
        'Student,ID,SIS User ID,SIS Login ID,Section\n    Points Possible,,,,\n"Lovelace, Ada",4711,s1,ada,A\n'
    )
    assert Roster.load(path).students == (Student("s1", "Lovelace, Ada", "", ("4711", "ada")),)
    path.write_text('Student,ID,Section\n"Lovelace, Ada",4711,A\n')
    assert Roster.load(path).students == (Student("4711", "Lovelace, Ada"),)


def test_moodles_grading_worksheet(tmp_path: Path) -> None:
    """The participant's number is another name of the student; where no id is given, the address is one."""
    path = tmp_path / "moodle.csv"
    path.write_text("Identifier,Full name,ID number,Email address\nParticipant 88,Ada Lovelace,,ada@x.edu\n")
    (student,) = Roster.load(path)
    assert student == Student("ada@x.edu", "Ada Lovelace", "ada@x.edu", ("Participant 88",))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("id,name\n学号".encode() + "王小".encode("gbk"), "line 2 holds the byte 0x"),
        ("id,name\n".encode("utf-16"), "line 1 holds the byte 0xFF"),
        (b"group,section\n1,2\n", "group, section"),
        (b"", "no column"),
        (b"id,name\n", "names no student"),
        (b"id,name\ns1,a\nS1,b\n", "on line 2 and on line 3"),
        (b"id,section\ns1,a\n,b\n", "line 3"),
        (b'id,name\ns1,"' + b"x" * 200_000, "no CSV"),
    ],
)
def test_each_fault_names_the_file_and_the_remedy(tmp_path: Path, content: bytes, said: str) -> None:
    """The line, where there is one."""
    path = tmp_path / "roster.csv"
    path.write_bytes(content)
    with pytest.raises(UsageError) as caught:
        Roster.load(path)
    assert said in caught.value.message and str(path) in caught.value.message
    assert caught.value.remedy and caught.value.advice.zh


def test_a_roster_that_is_not_there(tmp_path: Path) -> None:
    """The path, and why."""
    with pytest.raises(UsageError) as caught:
        Roster.load(tmp_path / "none.csv")
    assert str(tmp_path / "none.csv") in caught.value.message and "No such file" in caught.value.message


def test_a_table_that_is_too_large_is_refused_and_not_cut(tmp_path: Path) -> None:
    """Half a roster would leave students out without a word."""
    path = tmp_path / "roster.csv"
    with path.open("wb") as file:
        file.write(b"id,name\ns1,Ada\n")
        file.truncate(33 * 1024 * 1024)
    with pytest.raises(UsageError, match="more than 33,554,432 bytes"):
        Roster.load(path)
