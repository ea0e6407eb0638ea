"""Where the context is published: addresses as they are named in public code.

None of them could be reached from where this was written, so every one says
`checked=False`; an address that answers 404 is looked up by its title on the page given.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

# The three files that the police archive holds for a force and month.
POLICE_FILES = ("street", "outcomes", "stop-and-search")

_ONS = "https://services1.arcgis.com/ESMARspQHYMw9BZ9/arcgis/rest/services"
_GEOPORTAL = "https://geoportal.statistics.gov.uk"
_GOV_UK = "https://www.gov.uk/government/statistics/english-indices-of-deprivation-"
_ASSETS = "https://assets.publishing.service.gov.uk/media"
_NOMIS = "https://www.nomisweb.co.uk/api/v01/dataset"


@dataclass(frozen=True, slots=True)
class Address:
    """One published file: what it is, where it is, and whether anybody has tried.

    kind   "layer" is a map service and "nomis" a table, both asked page by page;
           "file" is one file to download
    page   where a person finds it when the address has moved
    """

    name: str
    what: str
    url: str
    page: str
    kind: Literal["layer", "nomis", "file"]
    file_name: str
    fields: tuple[str, ...] = ()
    query: tuple[tuple[str, str], ...] = ()
    checked: bool = False


def _lookup(name: str, what: str, service: str, fields: str) -> Address:
    return Address(
        name=name,
        what=what,
        url=f"{_ONS}/{service}/FeatureServer/0/query",
        page=f"{_GEOPORTAL}/search?q={service}",
        kind="layer",
        file_name=f"{name}.csv",
        fields=tuple(fields.split()),
    )


def _outlines(name: str, what: str, service: str, fields: str) -> Address:
    return Address(
        name=name,
        what=what,
        url=f"{_ONS}/{service}/FeatureServer/0/query",
        page=f"{_GEOPORTAL}/search?q={service}",
        kind="layer",
        file_name=f"{name}.geojson",
        fields=tuple(fields.split()),
    )


LOOKUPS = (
    _lookup(
        "lookup_lsoa11_lsoa21_lad22",
        "Small areas of 2011 and 2021, with what changed",
        "LSOA11_LSOA21_LAD22_EW_LU",
        "LSOA11CD LSOA11NM LSOA21CD LSOA21NM CHGIND LAD22CD LAD22NM",
    ),
    _lookup(
        "lookup_lsoa21_ward24_lad24",
        "Small areas of 2021 in wards and local authorities of 2024",
        "LSOA21_WD24_LAD24_EW_LU",
        "LSOA21CD LSOA21NM WD24CD WD24NM LAD24CD LAD24NM",
    ),
    _lookup(
        "lookup_lsoa11_ward17_lad17",
        "Small areas of 2011 in wards and local authorities of 2017",
        "LSOA11_WD17_LAD17_EW_LU",
        "LSOA11CD LSOA11NM WD17CD WD17NM LAD17CD LAD17NM",
    ),
    _lookup(
        "lookup_lad24_csp24_pfa24",
        "Local authorities, community safety partnerships and police force areas, 2024",
        "LAD24_CSP24_PFA24_EW_LU",
        "LAD24CD LAD24NM CSP24CD CSP24NM PFA24CD PFA24NM",
    ),
)

POPULATION = tuple(
    Address(
        name=f"population-{year}-lsoa21",
        what=f"Residents by small area (2021) and single year of age, mid-{year}",
        url=f"{_NOMIS}/NM_2014_1.data.csv",
        page="https://www.nomisweb.co.uk/sources/pest",
        kind="nomis",
        file_name=f"population-{year}-lsoa21.csv",
        # TYPE151 is the small areas of 2021; ages 101 to 191 are 0 to 90 and over.
        query=(
            ("geography", "TYPE151"),
            ("date", str(year)),
            ("gender", "0"),
            ("c_age", "101...191"),
            ("measures", "20100"),
            ("select", "date_name,geography_code,c_age_name,obs_value,record_count"),
        ),
    )
    for year in (2021, 2022, 2023, 2024)
)

DEPRIVATION = (
    Address(
        name="imd2019",
        what="Indices of deprivation 2019, File 7 (small areas of 2011)",
        url=f"{_ASSETS}/5dc407b440f0b6379a7acc8d/File_7_-_All_IoD2019_Scores__Ranks__"
        "Deciles_and_Population_Denominators_3.csv",
        page=f"{_GOV_UK}2019",
        kind="file",
        file_name="imd2019.csv",
    ),
    Address(
        name="imd2025",
        what="Indices of deprivation 2025, File 7 (small areas of 2021)",
        url=f"{_ASSETS}/691ded56d140bbbaa59a2a7d/File_7_IoD2025_All_Ranks_Scores_"
        "Deciles_Population_Denominators.csv",
        page=f"{_GOV_UK}2025",
        kind="file",
        file_name="imd2025.csv",
    ),
)

BOUNDARIES = (
    _outlines(
        "lsoa11_bgc",
        "Outlines of small areas of 2011, generalised to 20 m",
        "LSOA_Dec_2011_Boundaries_Generalised_Clipped_BGC_EW_V3",
        "LSOA11CD LSOA11NM",
    ),
    _outlines(
        "lsoa21_bgc",
        "Outlines of small areas of 2021, generalised to 20 m",
        "Lower_layer_Super_Output_Areas_December_2021_Boundaries_EW_BGC_V5",
        "LSOA21CD LSOA21NM",
    ),
    _outlines(
        "lad25_bgc",
        "Outlines of local authorities of 2025, generalised to 20 m",
        "LAD_MAY_2025_UK_BGC_V2",
        "LAD25CD LAD25NM",
    ),
    _outlines(
        "wd25_bsc",
        "Outlines of wards of 2025, simplified to 200 m: for maps only",
        "WD_DEC_2025_UK_BSC",
        "WD25CD WD25NM LAD25CD",
    ),
)

POLICE = (
    Address(
        name="archive",
        what="Police files by month, 36 months in each archive",
        url="https://data.police.uk/data/archive/",
        page="https://data.police.uk/data/archive/",
        kind="file",
        file_name="YYYY-MM.zip",
    ),
    Address(
        name="street",
        what="The street-level crime API",
        url="https://data.police.uk/api/",
        page="https://data.police.uk/docs/",
        kind="file",
        file_name="YYYY-MM-NAME-api.jsonl",
    ),
)
EVERY = POLICE + LOOKUPS + POPULATION + DEPRIVATION + BOUNDARIES
