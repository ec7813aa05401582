"""The sport behind the labels that exports and files use, in FIT's words."""

from __future__ import annotations

import unicodedata

UNKNOWN_SPORT = "generic"
"""FIT's word for a sport that is not said."""

_RUNNING: dict[str | None, tuple[str, ...]] = {
    # English and the codes of Strava's GPX; German, French, Spanish, Italian, Dutch, Portuguese, Japanese.
    None: (
        *("run", "running", "jogging", "9", "street running", "road running", "ultra run", "obstacle run"),
        *("Lauf", "Laufen", "Lauftraining", "Course à pied", "Course", "Carrera", "Correr", "Carrera a pie"),
        *("Corsa", "Hardloopsessie", "Hardlopen", "Run (hardlopen)", "Corrida", "ランニング", "ラン"),
    ),
    "trail": (
        *("trail run", "trail running", "Traillauf", "Trailrun", "Trail", "Geländelauf", "Course de trail"),
        *("Carrera de montaña", "Carrera por montaña", "Trail corsa", "Corsa su sentiero", "Trailrunsessie"),
        *("Corrida em trilha", "Corrida de trilha", "トレイルラン", "トレイルランニング"),
    ),
    "treadmill": (
        *(
            "treadmill running",
            "treadmill run",
            "treadmill",
            "Laufband",
            "Laufbandtraining",
            "Tapis de course",
        ),
        *("Cinta de correr", "Tapis roulant", "Loopband", "Esteira", "トレッドミル"),
    ),
    "indoor_running": ("indoor running", "indoor run"),
    "track": ("track running", "track run"),
    "virtual_activity": (
        *("virtual run", "virtual running", "Virtueller Lauf", "Course à pied virtuelle", "Course virtuelle"),
        *("Carrera virtual", "Corsa virtuale", "Virtuele hardloopsessie", "Virtuele run", "Corrida virtual"),
        "バーチャルラン",
    ),
}
_OTHER: dict[str, tuple[str, ...]] = {
    "cycling": (
        *(
            "ride",
            "cycling",
            "biking",
            "bike",
            "1",
            "virtual ride",
            "17",
            "e-bike ride",
            "mountain bike ride",
        ),
        *(
            "gravel ride",
            "road biking",
            "mountain biking",
            "indoor cycling",
            "e-mountain bike ride",
            "Radfahrt",
        ),
        *(
            "Radfahren",
            "Virtuelle Radfahrt",
            "E-Bike-Fahrt",
            "Mountainbike-Fahrt",
            "Gravelbike-Fahrt",
            "Vélo",
        ),
        *("Sortie à vélo", "Vélo virtuel", "Sortie VTT", "VTT", "Bicicleta", "Ciclismo", "Vuelta ciclista"),
        *(
            "Vuelta en bicicleta",
            "Giro in bicicletta",
            "Pedalata",
            "Fietsrit",
            "Virtuele fietsrit",
            "Fietsen",
        ),
        *(
            "Pedalada",
            "Pedalada virtual",
            "Passeio de bicicleta",
            "ライド",
            "バーチャルライド",
            "サイクリング",
        ),
    ),
    "walking": (
        *("walk", "walking", "10", "speed walking", "casual walking", "Spaziergang", "Gehen", "Marche"),
        *(
            "Caminata",
            "Caminar",
            "Camminata",
            "Wandeling",
            "Wandelen",
            "Caminhada",
            "ウォーキング",
            "ウォーク",
        ),
    ),
    "hiking": (
        *(
            "hike",
            "hiking",
            "4",
            "Wandern",
            "Wanderung",
            "Randonnée",
            "Senderismo",
            "Excursión",
            "Escursione",
        ),
        *("Escursionismo", "Hike (wandeling)", "Trilha", "ハイキング", "ハイク"),
    ),
    "swimming": (
        *(
            "swim",
            "swimming",
            "16",
            "lap swimming",
            "open water swimming",
            "Schwimmen",
            "Natation",
            "Natación",
        ),
        *("Nuoto", "Zwemmen", "Zwemsessie", "Natação", "スイム", "水泳"),
    ),
    "training": (
        *("workout", "training", "weight training", "strength training", "yoga", "pilates", "crossfit"),
        *("Krafttraining", "Gewichtstraining", "Entraînement", "Entraînement aux poids", "Musculation"),
        *(
            "Entrenamiento",
            "Entrenamiento con pesas",
            "Allenamento",
            "Allenamento con i pesi",
            "Krachttraining",
        ),
        *("Treino", "Treinamento com peso", "ワークアウト", "ウェイトトレーニング"),
    ),
    "rowing": ("rowing", "Rudern", "Aviron", "Remo", "Canottaggio", "Roeien", "ボート"),
    "cross_country_skiing": ("nordic ski", "cross country skiing", "roller ski", "backcountry ski"),
    "alpine_skiing": ("alpine ski", "alpine skiing", "snowboard"),
    "elliptical": ("elliptical",),
    "transition": ("transition", "transition v2"),
    "multisport": ("multisport", "multi sport"),
    UNKNOWN_SPORT: ("", "other", "generic", "uncategorized", "unknown"),
}


def _plain(label: str) -> str:
    """Return a label without case, accents, blanks and punctuation, so that spellings meet."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", label.casefold()) if sign.isalnum())


_LABELS: dict[str, tuple[str, str | None]] = {
    **{_plain(label): (sport, None) for sport, labels in _OTHER.items() for label in labels},
    **{_plain(label): ("running", sub) for sub, labels in _RUNNING.items() for label in labels},
}


def known_sport(label: str) -> tuple[str, str | None] | None:
    """Return (sport, sub sport) in FIT's words for a label in any of eight languages, None for others."""
    return _LABELS.get(_plain(label)) if label else None


def sport_of(label: str | None) -> tuple[str, str | None]:
    """Return ``known_sport``, or the label itself in lower case with underscores, which is no run."""
    return known_sport(label or "other") or ("_".join((label or "").lower().split()) or UNKNOWN_SPORT, None)


def counts_steps(sport: str) -> bool:
    """Say whether a cadence in ``sport`` counts steps: on foot, and where the sport is not known."""
    return sport in ("running", "walking", "hiking", "training", UNKNOWN_SPORT)
