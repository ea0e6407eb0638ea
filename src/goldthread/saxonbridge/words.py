"""Invented names, in the patterns real ones follow."""

import numpy as np

WARDS = (
    "Priory", "Castle Dyke", "Fletchers Row", "Weirside", "Marlpit", "Harrow Cross",
    "Kingsholm", "Tanhouse", "St Oswin's", "Longmead", "Copley Heath", "Brackenfield",
    "Nether Lyde", "Over Lyde", "Eastgate", "Thornhurst", "Wheelwright Park",
    "Millrace", "Saltway", "Hollin Bank",
)  # fmt: skip

# Name, residents, force. The first two share Saxonbridge's force; the last is one
# partnership over two authorities, as a dozen real ones are.
NEIGHBOURS: tuple[tuple[str, int, str], ...] = (
    ("Ashmere", 98_000, "saxonshire"),
    ("Wexcombe", 84_000, "saxonshire"),
    ("Kelderport", 176_000, "mercdale"),
    ("Stowbridge", 142_000, "mercdale"),
    ("Hallamworth", 121_000, "mercdale"),
    ("Port Aldwin", 158_000, "northmarch"),
    ("Cragford", 93_000, "northmarch"),
    ("Thirlby", 110_000, "northmarch"),
    ("Eastwold", 104_000, "wessmoor"),
    ("Marchester", 165_000, "wessmoor"),
    ("Tarrowmouth", 127_000, "wessmoor"),
    ("Quenbury", 89_000, "lindmere"),
    ("Oxley Vale", 116_000, "lindmere"),
    ("North Fenwold", 78_000, "lindmere"),
    ("South Fenwold", 62_000, "lindmere"),
)

FORCES: dict[str, str] = {
    "saxonshire": "Saxonshire Police",
    "mercdale": "Mercdale Constabulary",
    "northmarch": "Northmarch Police",
    "wessmoor": "Wessmoor Constabulary",
    "lindmere": "Lindmere Police",
}
TRANSPORT = ("albion-transport", "Albion Transport Police")

FIRST = (
    "Abbots", "Alder", "Almond", "Anvil", "Ashen", "Barley", "Bellfounder", "Birch",
    "Blackthorn", "Bluebell", "Bramble", "Brook", "Burdock", "Canal", "Candle",
    "Chapel", "Cherry", "Churchfield", "Clover", "Cobbler", "Coldwell", "Coopers",
    "Cornmill", "Cowslip", "Cross", "Damson", "Dove", "Drovers", "Elder", "Fallow",
    "Fern", "Ferry", "Fieldfare", "Flax", "Forge", "Foundry", "Fullers", "Furnace",
    "Garnet", "Glebe", "Goldfinch", "Gorse", "Granary", "Hawthorn", "Hazel", "Heron",
    "Hop Kiln", "Ivy", "Jubilee", "Juniper", "Kestrel", "Kiln", "Kingfisher", "Lantern",
    "Larch", "Lavender", "Linden", "Lock", "Loom", "Mallow", "Maltings", "Maple",
    "Meadow", "Minster", "Mulberry", "Nightingale", "Nutfield", "Oak", "Orchard",
    "Osier", "Otter", "Pannier", "Pasture", "Pear Tree", "Pilgrim", "Plover", "Poplar",
    "Quarry", "Quince", "Ramsons", "Redwing", "Ropewalk", "Rowan", "Saddler", "Sallow",
    "Saxon", "Sedge", "Shuttle", "Silver", "Smithy", "Sorrel", "Spindle", "Starling",
    "Sycamore", "Tanner", "Teasel", "Tenter", "Thatcher", "Thistle", "Tollgate",
    "Turnpike", "Vesper", "Vine", "Walnut", "Warren", "Weaver", "Weir", "Wheatsheaf",
    "Whin", "Willow", "Windmill", "Withy", "Woodcock", "Wool", "Yarrow", "Yew",
)  # fmt: skip

SUFFIXES: dict[str, float] = {
    "Road": 32, "Close": 18, "Street": 16, "Avenue": 8, "Drive": 5, "Lane": 4, "Way": 3,
    "Crescent": 3, "Gardens": 2, "Court": 2, "Rise": 2, "Place": 1, "Grove": 1,
    "Walk": 1, "Hill": 1, "Terrace": 1,
}  # fmt: skip

# The centre's own streets: no suffix rule would produce them.
CENTRE_STREETS = (
    "Market Place", "High Street", "Cornhill", "Eastgate", "Butter Cross", "Guildhall Yard",
    "Bridge Street", "Station Approach", "Minster Yard", "Shambles Lane", "Wool Exchange",
    "Lyde Quay", "Castle Dyke", "Queen Street", "Exchange Row", "Tollbooth Wynd",
)  # fmt: skip


def street_names(rng: np.random.Generator, count: int) -> list[str]:
    """`count` street names; about one in three serves two map points, as streets do."""
    suffixes = list(SUFFIXES)
    share = np.array(list(SUFFIXES.values())) / sum(SUFFIXES.values())
    names: list[str] = []
    seen: set[str] = set()
    while len(names) < count:
        first = FIRST[int(rng.integers(len(FIRST)))]
        name = f"{first} {suffixes[int(rng.choice(len(suffixes), p=share))]}"
        if name in seen and rng.random() < 0.7:
            continue
        if rng.random() < 0.006:
            name = f"{name}, {'Upper' if rng.random() < 0.5 else 'Lower'}"
        seen.add(name)
        names.append(name)
    return names
