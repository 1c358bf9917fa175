"""Commands about who is who: link train, run, review, evaluate, explain, sensitivity."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from unbroken.cli.operator import log_operator
from unbroken.cli.start import err, fail, out, with_service
from unbroken.people.linkage.engines import Engine

if TYPE_CHECKING:
    from unbroken.people.linkage.comparable import Comparable
    from unbroken.people.linkage.files import Trouble
    from unbroken.people.linkage.guards import Guard
    from unbroken.people.linkage.model import Model
    from unbroken.people.linkage.scoring import Score

link = typer.Typer(
    help="Who is who: train the model, link people, look at what it found and how good it is.", no_args_is_help=True
)
_People = Annotated[
    Path | None, typer.Argument(help="A CSV file of people; without it, the people on the record of this service.")
]
_File = Annotated[Path, typer.Argument(help="A CSV file of people.")]
_Model = Annotated[
    Path | None, typer.Option("--model", help="A model file of `link train`. Default: the one that is shipped.")
]
_MOST_SHOWN = 5


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(link, name="link", rich_help_panel="People")


@link.command("train")
def train(
    people: _People = None,
    target: Annotated[Path, typer.Option("--out", help="Where the model goes.")] = Path("linkage-model.json"),
    version: Annotated[str, typer.Option(help="What to call the model: links name it.")] = "own-1",
    base: Annotated[
        Path | None,
        typer.Option(
            "--from",
            help="A model whose levels are carried over where these people show them too seldom; `shipped` for the one "
            "that comes with Unbroken.",
        ),
    ] = None,
    seed: Annotated[int, typer.Option(min=0, help="The same seed and people make the same model.")] = 1,
) -> None:
    """Train the linkage model on one's own people, without labels."""
    from unbroken.people.linkage import batch, training
    from unbroken.people.linkage.model import write_model

    if target.is_dir() or not target.parent.is_dir():  # said before it has trained for minutes
        raise fail(f"--out {target} is no file that could be written: name one in a folder that there is.")
    with _plain_errors(), batch.workspace() as con:
        known = _model_of(base) if base else None
        with _read(people, to="train") as rows:
            batch.load(con, rows)
        batch.prepare(con)
        made = training.train(
            con, version=version, trained_on=people.name if people else "the record", base=known, seed=seed
        )
        write_model(made, target)
    out.print(f"Trained on {made.population:,} descriptions; {target} is model {made.version}.", soft_wrap=True)
    out.print(f"Two random descriptions are of one person once in {1 / made.prior:,.0f}.")
    if made.carried_over:
        err.print(f"Seen too seldom, carried over: {', '.join(made.carried_over)}.", soft_wrap=True)


@link.command("run")
def run(
    people: _People = None,
    target: Annotated[
        Path | None, typer.Option("--out", help="For a file of people: the folder for what is found.")
    ] = None,
    model: _Model = None,
    engine: Annotated[
        Engine, typer.Option(help="What weighs the pairs of a file: spark where one machine is too small.")
    ] = Engine.DUCKDB,
) -> None:
    """Link people in one go: those of a file into files, or all on the record of this service.

    The columns of the file: record_id and any of given_name, family_name, name, date_of_birth, age, age_on, sex,
    phone, email, handle, vehicle, address, postcode, police_id, report_id, role; several values with | between.
    """
    if people is None:
        _run_record(target, model, engine)
        return
    if target is None:
        raise fail("Say with --out into which folder the links of this file go.")
    from unbroken.people.linkage.running import link_people

    with _plain_errors(), _read(people, troubles_to=target) as rows:
        found = link_people(
            rows, _model_of(model), out=target, engine=engine, progress=lambda step: err.print(f"{step} …")
        )
    out.print(
        f"Records: {found.records:,}. People: {found.people:,}, with more than one record {len(found.clusters):,}. "
        f"Pairs compared: {found.compared:,}, for somebody to look at {found.review:,}.",
        soft_wrap=True,
    )
    if found.warning:
        err.print(f"[yellow]{found.warning}[/]", soft_wrap=True)
    for field, value, held in found.crowded[:_MOST_SHOWN]:
        line = f"{value!r} ({field.replace('_', ' ')}) is on {held:,} records: a call centre or a shelter?"
        err.print(f"{line} Nobody was looked for by it.", soft_wrap=True, markup=False)
    if len(found.crowded) > _MOST_SHOWN:
        err.print(f"So are {len(found.crowded) - _MOST_SHOWN:,} other identifiers.")
    out.print(f"In {target}: links.parquet, clusters.csv, resolved.csv.", soft_wrap=True)


@with_service
def _run_record(target: Path | None, model: Path | None, engine: Engine) -> None:
    from unbroken import flow
    from unbroken.access.models import Category

    if target is not None or model is not None or engine != Engine.DUCKDB:
        raise fail(
            "Linking the record writes into the record, by the service's own model (UNBROKEN_LINKAGE_MODEL). "
            "--out, --model and --engine go with a file of people."
        )
    log_operator(Category.COMBINATION, "unbroken link run", ())
    done = flow.relink(progress=lambda step: err.print(f"{step} …"))
    out.print(
        f"Descriptions: {done.records:,}. People: {done.people:,}. Links recorded: {done.linked:,}, released "
        f"{done.released:,}. Pairs that wait for somebody to look at them: {done.review:,}.",
        soft_wrap=True,
    )
    if done.warning:
        err.print(f"[yellow]{done.warning}[/]", soft_wrap=True)


@link.command("review")
@with_service
def review(
    most: Annotated[int, typer.Option("--most", min=1, max=10_000, help="At most so many pairs.")] = 20,
) -> None:
    """The pairs on the record that wait for somebody to decide in the service, the likeliest first."""
    from unbroken.access.models import Category
    from unbroken.people import resolved

    waiting = resolved.waiting(most=most)
    shown = {name for one in waiting for name in (one.one, one.other)}
    log_operator(Category.CONSULTATION, "unbroken link review", shown)
    for one in waiting:
        reason = f"  {one.guard.says}" if one.guard else ""
        out.print(f"{one.weight:7.1f} bits  {one.one}  {one.other}{reason}", soft_wrap=True)
    if not waiting:
        out.print("Nothing waits: pairs that may be one person appear here when they are recorded.")


@link.command("evaluate")
def evaluate(
    clusters: Annotated[Path, typer.Argument(help="clusters.csv of a run: record_id, cluster_id.")],
    truth: Annotated[Path, typer.Argument(help="Who is who in truth: record_id, person_id.")],
    people: Annotated[
        Path | None, typer.Option("--people", help="The file that was linked: measures by how much is known, too.")
    ] = None,
    by: Annotated[
        list[str] | None, typer.Option("--by", help="A column of --people to measure by, such as recorded ethnicity.")
    ] = None,
    seed: Annotated[int, typer.Option(min=0, help="The same seed gives the same intervals.")] = 1,
) -> None:
    """How good a linkage is: pairwise and B-cubed precision, recall and F1, each with a 95 % interval."""
    from unbroken.people.linkage import evaluation, labelled

    if by and not people:
        raise fail("--by names columns of the file given with --people; give that, too.")
    with _plain_errors():
        groupings: dict[str, dict[str, str]] = {}
        if people:
            with _read(people) as rows:
                groupings["known"] = labelled.richness(rows)
            groupings |= {column: labelled.read_grouping(people, column) for column in by or ()}
        found = evaluation.evaluate(
            labelled.read_clusters(clusters), labelled.read_truth(truth), groupings=groupings, seed=seed
        )
    typer.echo(evaluation.table(found))


@link.command("explain")
def explain(
    one: Annotated[str, typer.Argument(help="A record_id of the file, or a person of the record: person:….")],
    other: Annotated[str, typer.Argument(help="The other one.")],
    people: Annotated[Path | None, typer.Option("--people", help="A CSV file of people; else the record.")] = None,
    model: _Model = None,
) -> None:
    """Why two descriptions are held to be one person, or not: what each comparison adds to the weight."""
    if one == other:
        raise fail(f"{one} is named twice. Name two descriptions to hold against each other.")
    if people is None:
        _explain_record(one, other, model)
        return
    with _plain_errors():
        _explain_in_file(people, one, other, _model_of(model))


def _explain_in_file(people: Path, one: str, other: str, model: Model) -> None:
    from unbroken.people.linkage.crowds import crowd
    from unbroken.people.linkage.guards import guard_between
    from unbroken.people.linkage.keys import identifier_keys, meet
    from unbroken.people.linkage.scoring import Scorer

    found: dict[str, Comparable] = {}
    held: dict[str, list[str]] = {}
    with _read(people) as rows:
        for person in rows:
            if person.id in (one, other):
                found[person.id] = person
            for text in identifier_keys(person):
                held.setdefault(text, []).append(person.initials)
    if missing := [name for name in (one, other) if name not in found]:
        raise fail(f"{people} has no record {missing[0]!r}.")
    crowds = {text.partition("=")[2]: crowd(each, descriptions=len(each)) for text, each in held.items()}
    a, b = found[one], found[other]
    _print_score(Scorer(model).explain(a, b, crowds), guard_between(a, b), model, meets=meet(a, b))


@with_service
def _explain_record(one: str, other: str, model: Path | None) -> None:
    from unbroken.access.models import Category
    from unbroken.people import resolved
    from unbroken.people.linkage.keys import meet
    from unbroken.people.linking import scorer

    if model is not None:
        raise fail("--model goes with --people: the record is linked by the service's own model.")
    found = resolved.pair(one, other)
    if found is None:
        raise fail("One of them is not described on the record. A person is named as in person:nm-p000001-1.")
    log_operator(Category.CONSULTATION, "unbroken link explain", {one, other})
    _print_score(found.score, found.guard, scorer().model, meets=meet(found.one, found.other))
    if found.held:
        said = {"same": "the same person", "apart": "different people", "open": "left open"}[found.held.verdict]
        out.print(f"On the record: held to be {said} ({found.held.basis}), entry {found.held.entry}.", soft_wrap=True)


def _print_score(score: Score, guard: Guard | None, model: Model, *, meets: bool) -> None:
    limits = model.thresholds
    out.print(f"{score.base:+8.2f}  any two people (model {model.version})")
    for part in score.parts:
        rare = f", {part.rarity:+.2f} of it for how rare it is" if part.rarity else ""
        out.print(f"{part.weight:+8.2f}  {part.title}: {part.says}{rare}", soft_wrap=True)
    out.print(f"{score.weight:+8.2f}  together: probability {score.probability:.6f}")
    if guard:
        out.print(f"Kept apart: {guard.says}.", soft_wrap=True)
    elif not meets:
        out.print("They share no key, so they would not meet in a run.")
    else:
        where = (
            "joined" if score.weight >= limits.join else "for review" if score.weight >= limits.review else "neither"
        )
        out.print(f"Joined from {limits.join:g} bits, reviewed from {limits.review:g}: {where}.")


@link.command("sensitivity")
def sensitivity(
    people: _People = None,
    target: Annotated[
        Path | None, typer.Option("--out", help="A folder for clusters-<threshold>.csv, for analyses to run over.")
    ] = None,
    low: Annotated[float, typer.Option("--low", help="The lowest threshold, in bits.")] = 2.0,
    high: Annotated[float, typer.Option("--high", help="The highest.")] = 16.0,
    step: Annotated[float, typer.Option("--step", min=0.25, help="From one to the next.")] = 2.0,
    model: _Model = None,
) -> None:
    """Who would be who at other thresholds: what hangs on the linkage, for analyses to run over."""
    from unbroken.people.linkage import batch
    from unbroken.people.linkage import sensitivity as at
    from unbroken.people.linkage.running import joinable_edges

    if not low < high or (high - low) / step > 100:
        raise fail("--low must be below --high, with at most 100 steps between.")
    thresholds = [low + n * step for n in range(int((high - low) / step + 1e-9) + 1)]
    with _plain_errors(), batch.workspace() as con:
        used = _model_of(model)
        if target:
            target.mkdir(parents=True, exist_ok=True)
        with _read(people, to="sensitivity") as rows:
            batch.load(con, rows)
        edges = joinable_edges(con, used, min(low, used.thresholds.join))
        found = at.at_thresholds(con, edges, thresholds, join=used.thresholds.join, out=target)
    typer.echo(at.table(found, join=used.thresholds.join))


def _model_of(path: Path | None) -> Model:
    from unbroken.people.linkage.model import read_model, shipped_model

    return shipped_model() if path is None or str(path) == "shipped" else read_model(path)


@contextmanager
def _read(people: Path | None, *, to: str = "read", troubles_to: Path | None = None) -> Iterator[Iterable[Comparable]]:
    """The people of a file, or of the record; says afterwards what could not be read."""
    if people is None:
        yield _of_the_record(to)
        return
    from unbroken.people.linkage.files import read_people

    troubles: list[Trouble] = []
    yield read_people(people, troubles.append)
    if troubles_to:
        (troubles_to / "unread.csv").unlink(missing_ok=True)  # of an earlier run
    if troubles:
        _tell(troubles, troubles_to)


def _tell(troubles: list[Trouble], folder: Path | None) -> None:
    from unbroken.exchange.importing.rejects import harmless
    from unbroken.people.linkage.files import spelt

    for one in troubles[:_MOST_SHOWN]:
        said = f"line {one.line}, record {one.record_id}: {spelt(one.field)} '{spelt(one.value)}' {one.reason}"
        err.print(said, soft_wrap=True, markup=False)
    rest = f" The first {_MOST_SHOWN} are above." if len(troubles) > _MOST_SHOWN else ""
    count = "1 value is" if len(troubles) == 1 else f"{len(troubles):,} values are"
    err.print(f"[yellow]{count} not read as written; what is done instead, or that it is left out, is said.{rest}[/]")
    if folder:
        path = folder / "unread.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            rows = csv.writer(file, lineterminator="\n")
            rows.writerow(("line", "record_id", "field", "value", "reason"))
            rows.writerows(
                (one.line, one.record_id, harmless(spelt(one.field)), harmless(spelt(one.value)), one.reason)
                for one in troubles
            )
        err.print(f"All of them: {path}", soft_wrap=True)


def _of_the_record(to: str) -> Iterable[Comparable]:
    found: list[Iterable[Comparable]] = []

    @with_service
    def read() -> None:
        from unbroken.access.models import Category
        from unbroken.people.lookup import every_comparable

        log_operator(Category.COMBINATION, f"unbroken link {to}", ())
        found.append(every_comparable())

    read()
    return found[0]


@contextmanager
def _plain_errors() -> Iterator[None]:
    """Turn what can go wrong with files into plain messages."""
    from unbroken.people.linkage.files import BadFile
    from unbroken.people.linkage.model import BadModel
    from unbroken.tools.spark import NoSpark

    try:
        yield
    except (BadFile, BadModel, NoSpark) as error:
        raise fail(str(error)) from None
    except OSError as error:
        raise fail(f"{error.filename}: {error.strerror}.") from None
