"""Names of made-up people, and the ways in which one name comes to be written differently."""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from unbroken.synthetic.streams import Stream, Weighted


@dataclass(frozen=True, slots=True, eq=False)
class Stock:
    """Given and family names of one origin, with the self-defined ethnicities that go with it."""

    origin: str
    given: Mapping[str, tuple[str, ...]]
    family: tuple[str, ...]
    ethnicity: Weighted[str]


# One name, as different people write or say it: short forms, and spellings of names carried over from another script.
_VARIANTS = """
Alexander Alex Xander Sasha|Aleksandra Ola Alexandra|Andrew Andy Drew|Anthony Tony Antony|Benjamin Ben Benji|
Bethany Beth|Bradley Brad|Cameron Cam|Charles Charlie Chas|Charlotte Charlie Lottie|Christopher Chris Kit|
Claire Clare|Daniel Dan Danny|David Dave Davy|Dominic Dom|Edward Ed Eddie Ted|Frederick Fred Freddie|Gareth Gaz|
Georgia George|Hannah Hanna|Harriet Hattie|Imogen Immy|Isabel Bel Isobel Izzy|Jacob Jake|James Jim Jimmy|
Jennifer Jen Jenny|Jessica Jess|Joanne Jo|Jonathan Jon Jonny|Joseph Joe Joey|Joshua Josh|Katherine Kate Kathryn Katie|
Lauren Laurin|Louise Lou|Matthew Matt Mathew|Megan Meg|Melissa Mel|Michael Mick Mike Mikey|Natalie Nat|Nathan Nate|
Nicholas Nick Nicolas|Nicola Nicky|Oliver Olly Ollie|Olivia Liv|Patrick Paddy Pat|Peter Pete|Rachel Rachael|
Rebecca Becky Rebekah|Richard Rich Rick|Robert Bob Rob Robbie|Samantha Sam|Samuel Sam|Sarah Sara|Sean Shaun Shawn|
Sophie Sophia|Stephanie Steph|Stephen Steve Steven|Stuart Stewart|Thomas Tom Tommy|Timothy Tim|Toby Tobias|
Victoria Tori Vicky|William Bill Billy Will|Zachary Zac Zak|Zoe Zoey|Ciaran Kieran|Niamh Neve|Siobhan Shevaun|
Sinead Shinade|Callum Calum|Alasdair Alistair|Krzysztof Chris Kris|Małgorzata Gosia|Katarzyna Kasia|
Magdalena Magda|Agnieszka Aga|Tomasz Tomek|Wojciech Wojtek|Grzegorz Greg|Jakub Kuba|Joanna Asia|
Mihaela Michaela|Ștefan Stefan Stephan|Cristian Chris|Andreea Andrea|Mehmet Mehmed Muhammet|Ahmet Ahmed|
Hüseyin Hussein|Nguyễn Nguyen|Gurpreet Preet|Jaspreet Jas|Harpreet Harp|Manpreet Manny|Sandeep Sandip|Kuldeep Kuldip|
Mohammed Mohamed Mohammad Muhammad Md|Yusuf Yousef Yousuf Yusef|Ahmed Ahmad|Ali Aly|Hassan Hasan|Omar Umar|
Usman Osman Uthman|Ayesha Aisha Aysha|Fatima Fatma Fatimah|Maryam Mariam Miriam|Zainab Zaynab Zeinab|
Khadija Khadijah Hadija|Chaudhry Choudhry Chowdhury|Hussain Husain Hussein|Sheikh Shaikh Shaykh|Siddiqui Siddiqi|
Qureshi Quraishi|Miah Mia Miya|Rahman Rehman|Hossain Hussain|Uddin Udin|Begum Begom|Chukwuemeka Emeka|
Oluwaseun Seun|Funmilayo Funmi|Babatunde Tunde|Temitope Temi|Kwabena Kobina|Kwame Kwami|Abdirahman Abdi|
Mohamud Mahamoud|Khadra Kadra|Jermaine Germaine|Shanice Shaniece|Chantelle Shantel|Youssef Yousef Yusuf|
Khalid Khaled|Mahmoud Mahmud|Leila Layla Laila|Samir Sameer|El-Sayed Elsayed|Al-Hassan Alhassan|João Joao John|
José Jose Joe|Clarke Clark|Davies Davis|Reid Reed Read|Hughes Hughs|Phillips Philips|McKenzie MacKenzie Mackenzie|
MacDonald McDonald|McLeod MacLeod|Campbell Cambell|Stewart Stuart|Whitaker Whittaker|Thorne Thorn|Walsh Welsh|
Osman Usman|Ibrahim Ebrahim|Kowalczyk Kowalcyk|Zhang Chang|Cheung Zhang|Ng Wu|Wong Huang|Lam Lin
"""


@cache
def _variants() -> Mapping[str, tuple[str, ...]]:
    rows = (row.split() for row in _VARIANTS.replace("\n", " ").split("|"))
    return {name: tuple(others) for name, *others in rows}


@cache
def _all_stocks() -> Weighted[Stock]:
    data = tomllib.loads(files(__package__).joinpath("names.toml").read_text(encoding="utf-8"))
    return Weighted({_stock(origin, row): float(row["share"]) for origin, row in data.items()})


def _stock(origin: str, row: Mapping[str, object]) -> Stock:
    words = {name: tuple(str(row[name]).split()) for name in ("female", "male", "family")}
    ethnicity: object = row["ethnicity"]
    assert isinstance(ethnicity, dict)
    return Stock(origin, {"female": words["female"], "male": words["male"]}, words["family"], Weighted(ethnicity))


def stock(draw: Stream) -> Stock:
    """One stock of names, by how many people have such names."""
    return draw.pick(_all_stocks())


@cache
def stock_of(origin: str) -> Stock:
    """The stock of an origin; KeyError where there is none."""
    return {stock.origin: stock for stock in _all_stocks().values}[origin]


@cache
def plain(name: str) -> str:
    """The name without diacritics, as a keyboard without them writes it."""
    flat = name.translate(str.maketrans("ŁłĐđıØø", "LlDdiOo"))
    return "".join(char for char in unicodedata.normalize("NFD", flat) if not unicodedata.combining(char))


def other_form(draw: Stream, name: str) -> str:
    """A short form or another spelling that the same person goes by; the plain name where none is known."""
    others = _variants().get(name)
    return draw.one_of(others) if others else plain(name)


def slip(draw: Stream, name: str) -> str:
    """The name with one slip of the pen: a letter left out, doubled, or two letters changed over."""
    if len(name) < 4:
        return name
    place = draw.between(1, len(name) - 2)
    fault = draw.between(0, 2)
    if fault == 0:
        return name[:place] + name[place + 1 :]
    if fault == 1:
        return name[:place] + name[place] + name[place:]
    return name[:place] + name[place + 1] + name[place] + name[place + 2 :]
