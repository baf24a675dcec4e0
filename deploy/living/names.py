"""Made-up people of many places: a given name and a family name of one language, drawn from short lists.

Nobody is meant by any of them. A page that is only ever looked at with Ann and Bob breaks on the first day of
a real course, so some names are long, some are one word, some are written in other scripts.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from random import Random


@dataclass(frozen=True)
class Person:
    """A name as its bearer writes it, and an e-mail address."""

    name: str
    email: str


@dataclass(frozen=True)
class _Tongue:
    """Names of one language: as written, with the letters for an address behind a slash where those differ.

    A name of two words has a low line between them.
    """

    given: str
    family: str
    family_first: bool = False
    between: str = " "


_TONGUES = (
    _Tongue("Amara/amara Chidi/chidi Ngozi/ngozi Obinna/obinna", "Adeyemi Okonkwo Eze Nwachukwu"),
    _Tongue("Léa/lea Théo/theo Maëlys/maelys Côme/come Zoé/zoe", "Lefèvre/lefevre Moreau Béranger/beranger"),
    _Tongue("Jürgen/juergen Annika Käthe/kaethe Björn/bjoern Silke", "Weiß/weiss Hoffmann Köhler/koehler"),
    _Tongue("Sofía/sofia Íñigo/inigo Marisol Joaquín/joaquin", "García-Ríos/garcia-rios Núñez/nunez Ibarra"),
    _Tongue("Priya Arjun Kavya Rohan Meenakshi", "Venkataraman Iyer Chatterjee Deshpande Raghunathan"),
    _Tongue("Yuki/yuki Haruto Aoi Ren Sakura", "Takahashi Fujimoto Kobayashi Ōnishi/onishi"),
    _Tongue("伟/wei 欣怡/xinyi 子涵/zihan 俊杰/junjie", "李/li 王/wang 陈/chen 欧阳/ouyang", True, ""),
    _Tongue("서연/seoyeon 민준/minjun 지우/jiwoo 하은/haeun", "김/kim 박/park 최/choi 정/jung", True, ""),
    _Tongue("Анна/anna Дмитрий/dmitri Светлана/svetlana", "Соколова/sokolova Лебедев/lebedev Орлов/orlov"),
    _Tongue("ليلى/layla يوسف/yusuf نور/nour كريم/karim", "الحداد/alhaddad منصور/mansour الخطيب/alkhatib"),
    _Tongue("נועה/noa איתן/eitan תמר/tamar", "לוי/levi ברק/barak שמיר/shamir"),
    _Tongue("Ελένη/eleni Νίκος/nikos Δήμητρα/dimitra", "Παπαδάκη/papadaki Γεωργίου/georgiou"),
    _Tongue("อรุณ/arun มาลี/malee", "ศรีสุข/srisuk วงศ์ไทย/wongthai"),
    _Tongue("Nguyệt/nguyet Minh Thảo/thao Đức/duc", "Nguyễn/nguyen Trần/tran Phạm/pham", True),
    _Tongue("Ayşe/ayse Emre Çağla/cagla Oğuz/oguz", "Yıldırım/yildirim Şahin/sahin Öztürk/ozturk"),
    _Tongue("Wanjiru Baraka Akinyi Juma", "Kamau Odhiambo Mwangi Njoroge"),
    _Tongue("Łucja/lucja Wojciech Zofia Grzegorz", "Wiśniewska/wisniewska Szczepański/szczepanski Kowalczyk"),
    _Tongue("Olivia Ethan Grace Marcus", "Whitfield O’Sullivan/osullivan Featherstonehaugh Price"),
    _Tongue("Beatriz João/joao Thaís/thais Caetano", "da_Silva/da-silva Gonçalves/goncalves Araújo/araujo"),
    _Tongue("Sigríður/sigridur Ásgeir/asgeir Hrafn", "Jónsdóttir/jonsdottir Þorsteinsson/thorsteinsson"),
)


def people(draw: Random, domain: str) -> Iterator[Person]:
    """People without end; no two have the same address, and no two the same name until all are used up."""
    everybody = [
        (tongue, given, family)
        for tongue in _TONGUES
        for given in tongue.given.split()
        for family in tongue.family.split()
    ]
    draw.shuffle(everybody)
    for lap in count(1):
        for tongue, given, family in everybody:
            yield _person(tongue, _spelt(given), _spelt(family), f"{lap if lap > 1 else ''}@{domain}")


def _person(tongue: _Tongue, given: tuple[str, str], family: tuple[str, str], at: str) -> Person:
    parts = (family, given) if tongue.family_first else (given, family)
    name = tongue.between.join(written for written, _ in parts)
    return Person(name, f"{given[1]}.{family[1]}{at}".lower())


def _spelt(name: str) -> tuple[str, str]:
    """A name as it is written, and in letters of an address."""
    written, _, plain = name.partition("/")
    return written.replace("_", " "), plain or written
