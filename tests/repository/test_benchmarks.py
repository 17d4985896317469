"""The parts of the benchmarks that need none of the measured programs."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path

import build_benchmark
import corpus
import peers
import project
import pytest
import yaml
from answers import queries
from measurement import CommandFailedError, Run, measure
from report import INTRODUCTION, Row, builds_table, machine, median, write_section
from stages import SAMPLER, stage_of, stage_seconds

from noticeboard.model.problems import has_errors
from noticeboard.reading.reader import read_all
from noticeboard.rules.check import check_notices

MEGABYTE = 1024 * 1024


def write_corpus(folder: Path, count: int) -> dict[str, bytes]:
    corpus.write(count, folder)
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_the_corpus_is_reproducible(tmp_path: Path) -> None:
    first = write_corpus(tmp_path / "one", 5)
    assert first == write_corpus(tmp_path / "other", 5)
    assert len([name for name in first if name.endswith(".md")]) == 5


def test_the_corpus_is_varied_and_valid(tmp_path: Path) -> None:
    corpus.write(60, tmp_path)
    parsed_notices = read_all(tmp_path)
    assert not has_errors(check_notices(parsed_notices, tmp_path))
    notices = [parsed.notice for parsed in parsed_notices if parsed.notice]
    assert len(notices) == 60
    assert 3000 < sum(len(notice.body) for notice in notices) / 60 < 4400
    for present in (
        [notice.attachments for notice in notices],
        [notice.corrections for notice in notices],
        ["\n| --- |" in notice.body for notice in notices],
    ):
        assert any(present)
        assert not all(present)


def test_peers_get_the_same_text_with_title_and_date(tmp_path: Path) -> None:
    notices = [corpus.record(number) for number in range(5)]
    peers.write_pages(notices, tmp_path / "texts", tmp_path / "files")
    for notice in notices:
        text = (tmp_path / f"texts/{notice.id}.md").read_text("utf-8")
        _, front, body = text.split("---\n", 2)
        assert yaml.safe_load(front) == {"title": notice.title, "date": notice.published}
        assert corpus.body(notice) in body
        attached = (tmp_path / "files" / notice.id / corpus.ATTACHMENT).is_file()
        assert attached == notice.attachment == (corpus.ATTACHMENT in body)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "work"
    path.mkdir()
    return path


def test_child_processes_are_included_in_the_measurement(folder: Path) -> None:
    inner = f"memory = bytearray(b'x' * {60 * MEGABYTE}); import time; time.sleep(1)"
    code = f"import subprocess, sys; memory = bytearray(b'x' * {60 * MEGABYTE}); "
    code += f"subprocess.run([sys.executable, '-c', {inner!r}])"
    run = measure([sys.executable, "-c", code], folder)
    assert run.finished
    assert run.wall >= 1
    assert 0 < run.cpu < run.wall
    # Both use 60 MB at once; between fork and exec a child shares the memory of this process.
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    assert 120 * MEGABYTE < run.peak < 400 * MEGABYTE + own


def test_the_time_limit_kills_a_command_with_its_children(folder: Path) -> None:
    late = f"import time; time.sleep(3); open({str(folder / 'late')!r}, 'w')"
    code = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {late!r}])"
    run = measure([sys.executable, "-c", code], folder, limit=0.5)
    assert not run.finished
    time.sleep(max(0.0, 4 - run.wall))
    assert not (folder / "late").exists()


def test_a_failed_command_raises_with_its_output(folder: Path) -> None:
    with pytest.raises(CommandFailedError, match="no such thing"):
        measure([sys.executable, "-c", "raise SystemExit('no such thing')"], folder)
    assert measure([sys.executable, "-c", "exit(1)"], folder, accepted=(0, 1)).finished


def test_runs_in_sequence_add_up() -> None:
    assert Run(1, 2, 30).then(Run(4, 1, 20)) == Run(5, 3, 30)
    assert not Run(1, 2, 30).then(Run(4, 1, 20, finished=False)).finished


def test_only_short_runs_are_repeated() -> None:
    assert len(build_benchmark.repeat(lambda: Run(build_benchmark.SHORT - 1, 0, 0))) == 3
    assert len(build_benchmark.repeat(lambda: Run(build_benchmark.SHORT, 0, 0))) == 1
    assert len(build_benchmark.repeat(lambda: Run(1, 0, 0, finished=False))) == 1


def test_the_median_run_gets_the_highest_peak() -> None:
    runs = [Run(3, 1, 9), Run(1, 5, 30), Run(2, 7, 10)]
    assert median(runs) == Run(2, 7, 30)


def test_the_table_shows_ratios_and_unfinished_builds() -> None:
    rows = [
        Row("ours", 1000, (Run(2, 3, 90_000_000),), 12_300_000, 21_500, ours=True),
        Row("slow", 1000, (Run(16, 15.5, 400_000_000),), 380_000_000, 380_000),
        Row("ours", 10_000, (Run(20, 30, 90_000_000),), 123_000_000, 21_500, ours=True),
        Row("never", 10_000, (Run(900, 890, 8_000_000_000, finished=False),)),
        Row("broken", 10_000, ()),
    ]
    assert builds_table(rows).splitlines()[2:] == [
        "| ours | 1,000 | 2.00 | 3.00 | 90 | 12.3 | 21.5 | 1.00 | 1 |",
        "| slow | 1,000 | 16.00 | 15.50 | 400 | 380.0 | 380.0 | 8.00 | 1 |",
        "| ours | 10,000 | 20.00 | 30.00 | 90 | 123.0 | 21.5 | 1.00 | 1 |",
        "| never | 10,000 | not finished in 900 | – | > 8000 | – | – | > 45.00 | 1 |",
        "| broken | 10,000 | broke off | – | – | – | – | – | 0 |",
    ]


def test_a_section_replaces_only_its_old_version(tmp_path: Path) -> None:
    path = tmp_path / "RESULTS.md"
    write_section(path, "Builds", "old")
    write_section(path, "Search", "| kept |")
    write_section(path, "Builds", "### new\n\n| row |")
    expected = "## Builds\n\n### new\n\n| row |\n\n## Search\n\n| kept |\n"
    assert path.read_text("utf-8") == f"{INTRODUCTION.strip()}\n\n{expected}"


def test_the_machine_is_described_without_names_and_paths() -> None:
    description = machine()
    assert "cores" in description
    assert "GB RAM" in description
    assert "/" not in description.replace("GNU/Linux", "")


def test_this_project_is_measured_in_a_copy(tmp_path: Path) -> None:
    folder = tmp_path / "copy"
    project.prepare(folder, 5)
    assert not read_all(folder / "notices")[0].problems
    assert project.check(folder).finished
    path = project.change(folder, 0)
    # The rules accept the change, because the notice declares a correction.
    assert project.check(folder, (path, "--base", "HEAD")).finished
    (folder / "site").mkdir()
    project.remove_caches(folder)
    assert not (folder / "site").exists()
    changed = (folder / path).read_bytes()
    project.restore(folder)
    assert (folder / path).read_bytes() != changed
    assert (folder / path).read_text("utf-8") == corpus.markdown(corpus.record(0))


def test_another_seed_gives_another_corpus() -> None:
    first = corpus.record(3)
    corpus.set_seed(7)
    try:
        assert corpus.record(3) != first
    finally:
        corpus.set_seed(0)
    assert corpus.record(3) == first


def test_queries_are_different_pieces_of_the_texts() -> None:
    documents = [corpus.document(corpus.record(number)) for number in range(5)]
    pieces = queries(documents, 40)
    assert len(set(pieces)) == len(pieces) == 40
    assert pieces == queries(documents, 40)
    texts = [block.text for document in documents for block in document.blocks]
    assert sum(any(piece in text for text in texts) for piece in pieces) > 30


def test_a_notice_that_is_added_is_the_newest(tmp_path: Path) -> None:
    corpus.write(5, tmp_path / "notices")
    project.add(tmp_path, 5)
    parsed = read_all(tmp_path / "notices")
    assert not has_errors(check_notices(parsed, tmp_path / "notices"))
    newest = max((each.notice for each in parsed if each.notice), key=lambda n: n.published.last)
    assert newest.slug == "zuixin-5"


def test_samples_name_the_stages_of_all_processes(tmp_path: Path) -> None:
    code = """
import multiprocessing, time
def busy(seconds):
    end = time.process_time() + seconds
    while time.process_time() < end: pass
multiprocessing.set_start_method("fork")
child = multiprocessing.Process(target=busy, args=(0.3,))
child.start(); busy(0.1); child.kill()
"""
    environment = {**os.environ, "PYTHONPATH": str(SAMPLER), "STAGE_SAMPLES": str(tmp_path)}
    subprocess.run([sys.executable, "-c", code], env=environment, check=True)
    samples = [json.loads(path.read_text("utf-8")) for path in tmp_path.iterdir()]
    assert len(samples) == 2
    assert 0.35 < sum(stage_seconds(tmp_path).values()) < 5
    assert any("<string>:busy" in stack for sample in samples for stack in sample["stacks"])


def test_a_stack_belongs_to_its_first_stage() -> None:
    assert stage_of("a/yaml/x.py:f\nb/noticeboard/reading/reader.py:g") == "reading: YAML, model"
    inner = "a/noticeboard/reading/reader.py:g\na/noticeboard/rules/check.py:check_file"
    assert stage_of(inner) == "rules of one notice"
    assert stage_of("x.py:y") == "other"
