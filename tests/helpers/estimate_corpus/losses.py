"""Invented losses: people, places, carriers, line items and sums that add up."""

from __future__ import annotations

import random
import string
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

_FIRST = (
    *("Marguerite", "Dale", "Priya", "Thomas", "Lupe", "Ansel", "Bettina", "Corwin", "Delphine"),
    *("Eamon", "Fumiko", "Greta", "Hollis", "Ines", "Jorah", "Kestrel", "José", "Íñigo", "Zoë"),
)
_LAST = (
    *("Alvarez", "Oduya", "Brandvold", "Raghunathan", "Winnecke", "Tolliver", "Nuñez", "O'Farrell"),
    *("Peña-Ibarra", "van der Meulen", "Müller", "Castañeda", "Quist", "Abernathy", "Larkspur"),
    *("Yellowhorse", "De la Cruz", "St. Claire", "McIlvaine", "Thibodeaux", "Nguyễn"),
)
_STREETS = (
    *("Larkfield Court", "Cottonwood Street", "Tidewater Lane", "Old Mill Rd", "N Harvest Moon Dr"),
    *("County Road 1180", "SW 14th Terrace", "Avenida de los Robles", "Quail Hollow Circle"),
)
_PLACES = (
    *(("Norman", "OK"), ("Westerville", "OH"), ("Newton", "KS"), ("Chesapeake", "VA")),
    *(("San Marcos", "TX"), ("Cañon City", "CO"), ("O'Fallon", "MO"), ("Winston-Salem", "NC")),
)
TRAP_PLACES = (
    ("Travelers Rest", "SC"),
    ("Farmers Branch", "TX"),
    ("Liberty", "MO"),
    ("Progress", "PA"),
)
"""Towns whose names are also those of insurers, or nearly so."""
_CARRIERS = (
    "Harrow Mutual",
    "Bluestem Farm & Home Insurance Company",
    "Old Ferry Casualty",
    "Prairie Lantern Insurance",
    "Granite Harbor Property and Casualty",
    "Union Thicket Mutual Insurance Co.",
)
_CONTRACTORS = (
    "Summit Ridge Roofing LLC",
    "Copperline Restoration",
    "Three Oaks Exteriors, Inc.",
    "Gallant & Sons General Contractors",
)
_CAUSES = ("Hail", "Wind / Hail", "WIND", "Water Damage", "Fire - Cooking", "Freeze", "Lightning")
_PRICED_IN = ("TXDF", "OKOC", "OHCO", "KSWI", "VANO", "MOKC", "SCGR", "NCWS", "COCS")
_THINGS = (
    *("Laminated comp. shingle roofing - w/out felt", "3 tab - 25 yr. - comp. shingle roofing"),
    *("Drip edge", "Roofing felt - 15 lb.", "Flashing - pipe jack", "Ridge cap - composition"),
    *(
        '5/8" drywall - hung, taped, floated',
        "Batt insulation - 6 in - R19",
        "Baseboard - 3 1/4 in",
    ),
    *("Gutter / downspout - aluminum - up to 5 in", "Window screen, 10 - 16 SF", "Carpet pad"),
    *("Fascia - metal - 6 in", "Vinyl floor covering (sheet goods)", "Interior door unit"),
    *("Paint the walls - two coats", "Seal & prime the ceiling", "Fence - cedar, 6 ft high"),
)
_ACTIONS = ("R&R ", "Remove ", "Tear off ", "Install ", "Detach & reset ", "")
_UNITS = ("SQ", "SF", "LF", "EA", "SY", "HR")
_ROOMS = (
    *("Dwelling Roof", "Front Elevation", "Kitchen", "Living Room", "Hall Bath", "Garage"),
    *("Rear Elevation", "Detached Shed", "Master Bedroom", "Debris Removal"),
)
_COVERAGES = ("Dwelling", "Other Structures", "Personal Property", "Fences", "Code Upgrade")
_CLAIMS = (
    *("####-#####", "AA-2026-######", "##-##A#-##A", "0#########", "A########", "############"),
    *("##-###-######", "#######", "AAA####-##", "0000000########"),
)
"""Shapes of claim numbers: `#` is a digit, `A` a letter."""
_POLICIES = ("##-AA-####-#", "AA# ####### ##", "A#########", "########## ###", "AAA-AA#-#####")
_CENT = Decimal("0.01")


def cents(amount: Decimal) -> Decimal:
    """Return an amount rounded as estimates round."""
    return amount.quantize(_CENT, ROUND_HALF_UP)


def money(amount: Decimal) -> str:
    """Return an amount as estimates print it: 18,593.81."""
    return f"{amount:,.2f}"


@dataclass(frozen=True)
class Item:
    """One line item; `worn` is its depreciation, which is not recoverable if `lost`."""

    description: str
    quantity: Decimal
    unit: str
    price: Decimal
    tax: Decimal
    markup: Decimal
    worn: Decimal
    age: str
    lost: bool = False

    @property
    def rcv(self) -> Decimal:
        """Replacement cost value."""
        return cents(self.quantity * self.price) + self.tax + self.markup

    @property
    def acv(self) -> Decimal:
        """Actual cash value."""
        return self.rcv - self.worn


@dataclass(frozen=True)
class Coverage:
    """What the policy pays for under one of its coverages."""

    name: str
    rooms: tuple[tuple[str, tuple[Item, ...]], ...]
    deductible: Decimal
    prior: Decimal = Decimal(0)

    @property
    def items(self) -> list[Item]:
        """All line items."""
        return [item for _, items in self.rooms for item in items]

    @property
    def rcv(self) -> Decimal:
        """Replacement cost value."""
        return sum((item.rcv for item in self.items), Decimal(0))

    @property
    def depreciation(self) -> Decimal:
        """Depreciation, recoverable or not."""
        return sum((item.worn for item in self.items), Decimal(0))

    @property
    def lost(self) -> Decimal:
        """Depreciation that is not recoverable."""
        return sum((item.worn for item in self.items if item.lost), Decimal(0))

    @property
    def acv(self) -> Decimal:
        """Actual cash value."""
        return self.rcv - self.depreciation

    @property
    def net(self) -> Decimal:
        """Net claim."""
        return self.acv - self.deductible - self.prior


@dataclass(frozen=True)
class Loss:
    """A loss, as it stands in the head of an estimate; every text as it is printed."""

    carrier: str
    contractor: str
    insured: str
    street: str
    town: str
    mail_street: str
    mail_town: str
    phone: str
    representative: str
    estimator: str
    claim: str
    policy: str
    cause: str
    day: date
    price_list: str
    name: str
    coverages: tuple[Coverage, ...]

    @property
    def address(self) -> str:
        """Address of the property."""
        return f"{self.street}, {self.town}"

    @property
    def mail_address(self) -> str:
        """Address that letters go to."""
        return f"{self.mail_street}, {self.mail_town}"

    @property
    def items(self) -> list[Item]:
        """All line items."""
        return [item for coverage in self.coverages for item in coverage.items]


def make_loss(
    chance: random.Random,
    *,
    coverages: int = 1,
    items: tuple[int, int] = (6, 34),
    prior: bool = False,
    lost: bool = False,
    day_in_list: bool = False,
) -> Loss:
    """Return an invented loss.

    Args:
        chance: Where what varies comes from.
        coverages: Number of coverages.
        items: Fewest and most line items of a coverage.
        prior: Whether something was paid before.
        lost: Whether some of the depreciation is not recoverable.
        day_in_list: Whether the name of the price list has a day.
    """
    last = chance.choice([name for name in _LAST if name.isascii() or chance.random() < 0.5])
    last = last.replace("ễ", "ê")  # the standard fonts have no Vietnamese
    place, state = chance.choice(_PLACES)
    day = date(2026, 1, 5) + timedelta(days=chance.randrange(200))
    made = day + timedelta(days=chance.randrange(3, 40))
    month = made.strftime("%b").upper()
    when = f"{made:%d}{month}{made:%y}" if day_in_list else f"{month}{made:%y}"
    names = ["Dwelling", *chance.sample(_COVERAGES[1:], coverages - 1)]
    return Loss(
        carrier=chance.choice(_CARRIERS),
        contractor=chance.choice(_CONTRACTORS),
        insured=_insured(chance, last),
        street=f"{chance.randrange(100, 9900)} {chance.choice(_STREETS)}",
        town=f"{place}, {state} {chance.randrange(10000, 99000)}",
        mail_street=f"PO Box {chance.randrange(100, 9900)}",
        mail_town=f"Emporia, KS {chance.randrange(66000, 67000)}",
        phone=f"({chance.randrange(200, 990)}) 555-01{chance.randrange(10, 99)}",
        representative=f"{chance.choice(_FIRST)} {chance.choice(('Estes', 'Fairley', 'Okonjo'))}",
        estimator=f"{chance.choice(_FIRST)} {chance.choice(('Vance', 'Holloway', 'Ruiz'))}",
        claim=claim_number(chance),
        policy=_policy_number(chance),
        cause=chance.choice(_CAUSES),
        day=day,
        price_list=f"{chance.choice(_PRICED_IN)}{chance.choice(('8X', '28'))}_{when}",
        name=_estimate_name(chance, last),
        coverages=tuple(
            _coverage(chance, name, items, first=number == 0, prior=prior, lost=lost)
            for number, name in enumerate(names)
        ),
    )


def claim_number(chance: random.Random) -> str:
    """Return a claim number as one of many carriers writes it."""
    return _filled(chance, chance.choice(_CLAIMS))


def _policy_number(chance: random.Random) -> str:
    return _filled(chance, chance.choice(_POLICIES))


def _filled(chance: random.Random, shape: str) -> str:
    return "".join(
        chance.choice(string.digits)
        if sign == "#"
        else chance.choice("BCDEFGHJKLMNPQRTVWXZ")
        if sign == "A"
        else sign
        for sign in shape
    )


def _insured(chance: random.Random, last: str) -> str:
    first, second = chance.sample(_FIRST, 2)
    name = chance.choice(
        (
            *(f"{first} {last}", f"{last}, {first}", f"{first} & {second} {last}"),
            *(f"{first[0]}. {last}", f"{first} {second[0]}. {last}", f"{last} Family Trust"),
        )
    )
    return name.upper() if chance.random() < 0.3 else name


def _estimate_name(chance: random.Random, last: str) -> str:
    base = "".join(letter for letter in last.upper() if letter.isascii() and letter.isalpha())
    day = f"2026-0{chance.randrange(1, 9)}-11-1{chance.randrange(100, 999)}"
    numbered = f"{base}_{chance.randrange(1, 9)}"
    return chance.choice((numbered, base, day, f"{base}_ROOF_{chance.randrange(10, 99)}"))


def _coverage(
    chance: random.Random,
    name: str,
    items: tuple[int, int],
    *,
    first: bool,
    prior: bool,
    lost: bool,
) -> Coverage:
    left = chance.randint(*items)
    rooms = []
    for room in chance.sample(_ROOMS, len(_ROOMS)):
        count = min(left, chance.randint(2, 9))
        left -= count
        rooms.append((room, tuple(_item(chance, lost=lost) for _ in range(count))))
        if not left:
            break
    acv = sum((item.acv for _, lines in rooms for item in lines), Decimal(0))
    deductible = Decimal(0)
    if first:
        deductible = chance.choice((Decimal(1000), Decimal(2500), cents(acv / 20)))
        deductible = min(deductible, cents(acv / 2))
    paid = cents((acv - deductible) / 3) if prior and first else Decimal(0)
    return Coverage(name, tuple(rooms), deductible, paid)


def _item(chance: random.Random, *, lost: bool) -> Item:
    quantity = Decimal(chance.randrange(100, 9000)) / 100
    price = Decimal(chance.randrange(75, 29000)) / 100
    net = cents(quantity * price)
    tax = cents(net * Decimal("0.031")) if chance.random() < 0.7 else Decimal("0.00")
    markup = cents((net + tax) * Decimal("0.2")) if chance.random() < 0.5 else Decimal("0.00")
    share = chance.choice((0, 0, 10, 30, 45))
    age = f"{chance.randrange(2, 20)}/{chance.choice((20, 25, 30))} yrs" if share else "0/NA"
    return Item(
        chance.choice(_ACTIONS) + chance.choice(_THINGS),
        quantity,
        chance.choice(_UNITS),
        price,
        tax,
        markup,
        cents((net + tax + markup) * share / 100),
        age,
        lost=lost and chance.random() < 0.4,
    )
