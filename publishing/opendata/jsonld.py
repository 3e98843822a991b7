"""The catalogue for machines: schema.org for search engines, DCAT (as DCAT-AP uses it) for data portals."""

import json
from typing import Any

from publishing.opendata.catalogue import Catalogue, Dataset, Distribution

Data = dict[str, Any]
CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
LANGUAGE = "http://id.loc.gov/vocabulary/iso639-1/ja"


def in_page(data: Data) -> str:
    """JSON that can stand inside a script element: no text of a plan can end it.

    >>> in_page({"name": "</script>"})
    '{"name":"\\\\u003c/script\\\\u003e"}'
    """
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return text.translate({ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"})


def schema_org(catalogue: Catalogue, page: str) -> Data:
    """The catalogue as schema.org's DataCatalog; ``page`` is the address of the page it stands on."""
    name = catalogue.government.name
    return {
        "@context": "https://schema.org",
        "@type": "DataCatalog",
        "@id": page,
        "name": f"{name}の計画のデータ",
        "url": page,
        "inLanguage": "ja",
        "publisher": {"@type": "GovernmentOrganization", "name": name},
        "dataset": [_schema_org_dataset(catalogue, one, page) for one in catalogue.datasets],
    }


def _schema_org_dataset(catalogue: Catalogue, one: Dataset, page: str) -> Data:
    name = catalogue.government.name
    found: Data = {
        "@type": "Dataset",
        "@id": f"{page}#{one.key}",
        "name": one.title,
        "description": f"{name}「{one.plan}」の{one.name}。{one.meaning}。",
        "url": page,
        "inLanguage": "ja",
        "isAccessibleForFree": True,
        "creator": {"@type": "GovernmentOrganization", "name": name},
        "spatialCoverage": name,
        "temporalCoverage": "/".join(_period(one)),
        "dateModified": one.updated.isoformat(),
        "distribution": [
            {"@type": "DataDownload", "encodingFormat": file.media_type, "contentUrl": file.address}
            for file in one.distributions
        ],
    }
    if catalogue.licence:
        found["license"] = catalogue.licence.address
    if one.columns:
        found["variableMeasured"] = [column.name for column in one.columns]
    return found


def dcat(catalogue: Catalogue, page: str) -> Data:
    """The catalogue as DCAT in JSON-LD, with its context inside: nothing need be fetched to read it."""
    name = catalogue.government.name
    publisher = {
        "@id": f"{page}#publisher",
        "@type": "foaf:Agent",
        "foaf:name": _ja(name),
        "dct:identifier": catalogue.government.code,
    }
    found: Data = {
        "@context": CONTEXT,
        "@id": page,
        "@type": "dcat:Catalog",
        "dct:title": _ja(f"{name}の計画のデータ"),
        "dct:description": _ja(f"{name}が公表した計画と、その進み具合のデータの目録です。"),
        "dct:publisher": publisher,
        "dct:language": {"@id": LANGUAGE},
        "foaf:homepage": {"@id": page},
        "dcat:dataset": [_dcat_dataset(catalogue, one, page) for one in catalogue.datasets],
    }
    if catalogue.updated:
        found["dct:modified"] = _day(catalogue.updated.isoformat())
    if catalogue.licence:
        found["dct:license"] = {"@id": catalogue.licence.address}
    return found


def _dcat_dataset(catalogue: Catalogue, one: Dataset, page: str) -> Data:
    first, last = _period(one)
    return {
        "@id": f"{page}#{one.key}",
        "@type": "dcat:Dataset",
        "dct:identifier": f"{catalogue.government.code}-{one.key}",
        "dct:title": _ja(one.title),
        "dct:description": _ja(f"{one.meaning}。"),
        "dct:publisher": {"@id": f"{page}#publisher"},
        "dct:language": {"@id": LANGUAGE},
        "dct:modified": _day(one.updated.isoformat()),
        "dct:temporal": {
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": _day(first),
            "dcat:endDate": _day(last),
        },
        "dcat:landingPage": {"@id": page},
        "dcat:distribution": [_dcat_distribution(catalogue, one, file) for file in one.distributions],
    }


def _dcat_distribution(catalogue: Catalogue, one: Dataset, file: Distribution) -> Data:
    found: Data = {
        "@id": file.address,
        "@type": "dcat:Distribution",
        "dct:title": _ja(f"{one.name}（{file.form}）"),
        "dcat:accessURL": {"@id": file.address},
        "dcat:downloadURL": {"@id": file.address},
        "dcat:mediaType": {"@id": f"https://www.iana.org/assignments/media-types/{file.media_type}"},
    }
    if catalogue.licence:
        found["dct:license"] = {"@id": catalogue.licence.address}
    return found


def _period(one: Dataset) -> tuple[str, str]:
    return f"{one.years[0]}-04-01", f"{one.years[1] + 1}-03-31"


def _ja(text: str) -> Data:
    return {"@value": text, "@language": "ja"}


def _day(text: str) -> Data:
    return {"@value": text, "@type": "xsd:date"}
