"""The images: what their names depend on, building once, saving and loading, and what is said when it fails."""

from __future__ import annotations

import re
import tempfile
import threading
import uuid

import pytest

from grader.errors import GraderError, UsageError
from grader.sandbox import PYTHON
from grader.sandbox.docker import image
from grader.sandbox.docker.engine import find
from grader.texts import as_text


@pytest.fixture
def tiny(engine):
    """A recipe that nobody used before: two small images, the second on top of the first; removed after the test."""
    text = f"FROM scratch AS numpy\nCOPY Dockerfile /{uuid.uuid4().hex}\nFROM numpy AS torch\nCOPY Dockerfile /second\n"
    recipe = image.Recipe(text.encode())
    yield recipe
    client = engine.client()
    for target in ("torch", "numpy"):
        if image.find(recipe.tag(target), engine):
            client.remove_image(recipe.tag(target), force=True)
    client.close()


def test_the_name_tells_the_content():
    """A name changes with the Dockerfile, the target, the base and torch's index, and with nothing else."""
    recipe = image.Recipe(b"FROM a", base="b", torch_index="c", network="host")
    assert re.fullmatch("dlgrade-sandbox:torch-[0-9a-f]{16}", recipe.tag("torch"))
    others = [
        image.Recipe(b"FROM b", base="b", torch_index="c"),
        image.Recipe(b"FROM a", base="d", torch_index="c"),
        image.Recipe(b"FROM a", base="b", torch_index=""),
        image.Recipe(b"FROM a", base="b"),
    ]
    assert len({recipe.tag("torch"), recipe.tag("numpy"), *(other.tag("torch") for other in others)}) == 6
    assert recipe.tag("torch") == image.Recipe(b"FROM a", base="b", torch_index="c").tag("torch")
    assert recipe.tag("numpy") == image.Recipe(b"FROM a", base="b").tag("numpy")


def test_the_dockerfile_brings_the_python_that_is_told():
    """What `show` names is what the image holds."""
    dockerfile = image.recipe().dockerfile.decode()
    assert f"ARG BASE=python:{PYTHON}-slim\n" in dockerfile
    assert set(re.findall(r"python(3\.\d+)/", dockerfile)) == {PYTHON}


def test_the_environment_names_base_index_and_network():
    """The three variables reach the build; an empty index is an answer, and not the same as none."""
    plain = image.recipe({})
    assert plain.dockerfile.startswith(b"#")
    assert (plain.arguments("torch"), plain.network) == ({}, "")
    told = image.recipe({"DLGRADE_BASE_IMAGE": "base", "DLGRADE_TORCH_INDEX": "", "DLGRADE_BUILD_NETWORK": "host"})
    assert (told.arguments("torch"), told.network) == ({"BASE": "base", "TORCH_INDEX": ""}, "host")
    assert told.arguments("numpy") == {"BASE": "base"}


def test_a_missing_recipe_is_said(tmp_path):
    """Without its Dockerfile the program says which file is missing."""
    with pytest.raises(
        GraderError, match=r'The recipe of the sandbox image, ".*Dockerfile", could not be read'
    ) as caught:
        image.recipe({}, root=tmp_path)
    assert caught.value.remedy == "Install dlgrade again."


@pytest.mark.docker
def test_two_at_once_build_once(engine, tiny):
    """Two graders that need the same image at once build it once, and get the same."""
    found: list[tuple[str, list[str]]] = []
    together = threading.Barrier(2)

    def one() -> None:
        lines: list[str] = []
        together.wait()
        found.append((image.ensure("torch", lines.append, engine=engine, recipe=tiny), lines))

    threads = [threading.Thread(target=one) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    (first, first_lines), (second, second_lines) = found
    assert first == second
    assert first.startswith("sha256:")
    waited, built = sorted((first_lines, second_lines), key=len)
    assert (
        as_text(built[0]).en == "building the sandbox image, once for this machine: putting it together (step 1 of 4)"
    )
    assert [re.findall(r"step (\d) of 4", as_text(line).en) for line in built] == [["1"], ["2"], ["3"], ["4"]]
    assert not [line for line in waited if "step" in as_text(line).en]


@pytest.mark.docker
def test_who_waits_for_another_s_build_says_so(engine, tiny):
    """While another grader holds the lock of an image, a line says that one waits; then it goes on."""
    lines: list[str] = []
    waiting = threading.Thread(
        target=image.ensure, args=("numpy", lines.append), kwargs={"engine": engine, "recipe": tiny}
    )
    with image._alone(tiny.tag("numpy"), lines.append):
        waiting.start()
        waiting.join(1)
        assert [as_text(line).en for line in lines] == ["Another dlgrade is building the sandbox image; waiting for it"]
    waiting.join(60)
    assert as_text(lines[-1]).zh == "正在构建沙箱镜像，本机只需一次：组装镜像（第 2 步，共 2 步）"


@pytest.mark.docker
def test_a_built_image_is_not_built_again(engine, tiny):
    """The second time nothing is built, and the id is the same."""
    lines: list[str] = []
    first = image.ensure("numpy", engine=engine, recipe=tiny)
    assert image.ensure("numpy", lines.append, engine=engine, recipe=tiny) == first
    assert lines == []


@pytest.mark.docker
def test_a_failed_build_shows_its_last_lines(engine):
    """A build that fails ends in an error with the last lines of it, without control characters, and a remedy."""
    base = image.ensure("numpy", engine=engine, recipe=image.recipe())
    command = f"RUN for i in $(seq 40); do echo line $i; done; printf '\\033[31mred\\n'; exit 3 # {uuid.uuid4()}\n"
    recipe = image.Recipe(b"ARG BASE\nFROM ${BASE} AS numpy\n" + command.encode(), base=base, network="none")
    with pytest.raises(GraderError) as caught:
        image.ensure("numpy", engine=engine, recipe=recipe)
    assert f'The sandbox image "numpy" could not be built on the base image "{base}":' in caught.value.message
    assert "returned a non-zero code: 3" in caught.value.message
    assert "\n  line 40\n  red" in caught.value.message
    assert "line 10\n" not in caught.value.message
    assert "DLGRADE_BASE_IMAGE" in caught.value.remedy


@pytest.mark.docker
def test_images_are_saved_and_brought_back(engine, tiny, tmp_path):
    """Saved images come back under the same names and ids, from one file in which shared layers are once."""
    ids = [image.ensure(target, engine=engine, recipe=tiny) for target in image.TARGETS]
    lines: list[str] = []
    image.save(tmp_path / "images.tar", progress=lines.append, engine=engine, recipe=tiny)
    client = engine.client()
    for target in ("torch", "numpy"):
        client.remove_image(tiny.tag(target), force=True)
    client.close()
    assert image.find(tiny.tag("numpy"), engine) == ""
    image.load(tmp_path / "images.tar", lines.append, engine=engine)
    assert [image.find(tiny.tag(target), engine) for target in image.TARGETS] == ids
    assert [as_text(line).en for line in lines] == [
        f"Saved numpy, torch to {tmp_path}/images.tar",
        f"Loaded the images in {tmp_path}/images.tar",
    ]
    assert [path.name for path in tmp_path.iterdir()] == ["images.tar"]


@pytest.mark.docker
def test_a_file_of_nonsense_is_refused(engine, tmp_path):
    """What is no file of images is refused by name, with what to do."""
    (tmp_path / "images.tar").write_bytes(b"nonsense" * 1000)
    with pytest.raises(GraderError, match=r'could not load the images of ".*images.tar"') as caught:
        image.load(tmp_path / "images.tar", engine=engine)
    assert "Delete the file" in caught.value.remedy


def test_a_file_that_is_not_there_is_the_user_s(fake_engine, tmp_path):
    """A cache that can't be read or written is named; nothing is asked of the engine but the images."""
    engine = find({"DOCKER_HOST": fake_engine.address})
    recipe = image.Recipe(b"FROM scratch")
    with pytest.raises(UsageError, match=r'"/nowhere/images\.tar" could not be read: No such file') as caught:
        image.load(tmp_path / "/nowhere/images.tar", engine=engine)
    assert caught.value.remedy == "Name a file of saved images."
    with pytest.raises(UsageError, match=r'"/nowhere/images\.tar\.partial" could not be written') as caught:
        image.save(tmp_path / "/nowhere/images.tar", (), engine=engine, recipe=recipe)
    assert caught.value.remedy == "Name another file."


def test_an_engine_that_fails_while_saving_leaves_no_file(fake_engine, tmp_path):
    """When saving fails, the engine's refusal is told and no half of a file stays."""
    engine = find({"DOCKER_HOST": fake_engine.address})
    fake_engine.answers["GET /images/get"] = (500, {"message": "disk on fire"})
    with pytest.raises(GraderError, match="did not save the sandbox images: 500 Server Error"):
        image.save(tmp_path / "images.tar", (), engine=engine, recipe=image.Recipe(b"FROM scratch"))
    assert not list(tmp_path.glob("images*"))


def test_an_image_that_vanishes_after_its_build_is_said(fake_engine):
    """If the engine has built an image and does not have it, the error says just that."""
    engine = find({"DOCKER_HOST": fake_engine.address})
    recipe = image.Recipe(f"FROM scratch # {uuid.uuid4()}".encode())
    tag = recipe.tag("numpy")
    fake_engine.answers["POST /build"] = (200, {"stream": "Successfully built\n"})
    fake_engine.answers[f"GET /images/{tag}/json"] = (404, {"message": f"No such image: {tag}"})
    with pytest.raises(GraderError, match=f'"{tag}" was built, but the engine does not have it') as caught:
        image.ensure("numpy", engine=engine, recipe=recipe)
    assert "removes images" in caught.value.remedy


def test_an_engine_that_refuses_to_look_is_said(fake_engine):
    """Another refusal than "no such image" is not taken for a missing image."""
    engine = find({"DOCKER_HOST": fake_engine.address})
    fake_engine.answers["GET /images/a:b/json"] = (500, {"message": "layer store broken"})
    with pytest.raises(GraderError, match='would not look for the image "a:b": "layer store broken"'):
        image.find("a:b", engine)


def test_a_lock_that_cannot_be_opened_is_said(fake_engine, monkeypatch, tmp_path):
    """If the lock of the build can't be made, the error names the file and TMPDIR."""
    engine = find({"DOCKER_HOST": fake_engine.address})
    recipe = image.Recipe(b"FROM scratch")
    tag = recipe.tag("numpy")
    fake_engine.answers[f"GET /images/{tag}/json"] = (404, {"message": f"No such image: {tag}"})
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "none"))
    with pytest.raises(
        GraderError, match=r'The lock ".*/none/dlgrade-\d+-numpy-\w+\.lock" could not be opened'
    ) as caught:
        image.ensure("numpy", engine=engine, recipe=recipe)
    assert "TMPDIR" in caught.value.remedy
