"""Documents of our own in the form of UN resolutions, with symbols that cannot exist."""

from __future__ import annotations

from graph_service.model import Source, Structure
from graph_service.text.segments import split

RESOLUTION = """United Nations

A/RES/999/1

General Assembly

Distr.: General
4 March 2099

Ninety-ninth session
Agenda item 7 (a)

Resolution adopted by the General Assembly on 3 March 2099
[on the report of the Fifth Committee (A/999/12/Add.1)]

999/1. Keeping of lighthouses
The General Assembly,
I
Lamps
Recalling its resolutions 999/2 of 5 May 2098 and 999/3 of 6 June
2098, and the report of the Secretary-General on lamps, 1
Noting the work of the Keeper,
Recalls paragraph 5 of the report of the Advisory Committee on lighthouse
1.
matters,2 and requests the Secretary-General to mend the lamps that went out in
the past year;
2.

Takes note of the report of the Secretary-General;1

Oil and wicks
3.
Requests the Secretary-General to see to the following:
(a) The oil, in particular:
(i) Whale oil;
(ii) Olive oil;
(b) The wicks, with regard to results-
based lighting;
and to report thereon at the ninety-ninth session;
_______________
1

A/999/13.
See A/999/14 and Corr.1.
2

99-12345

*9912345*

Please rec cle

\fA/RES/999/1

II
Bells
Recalling also the rules of the house,
1.
Stresses the importance of bells;
2.
Decides to keep the bells under review at its next session.
104th plenary meeting
3 March 2099

2

99-12345
"""

# Trailing blanks are printed as ~ here and put back below.
CHINESE = """ 2 0 9 9 年 3 月 3 日大会决议~
[根据第五委员会的报告(A/999/12)通过]~

999/1. 灯塔的看守~

 大会，~

 回顾其 2098 年 5 月 5 日第 999/2 号决议，~

 审议了秘书长关于灯的报告，
1
~~

 1. 表示注意到秘书长的报告；
1
~~

油和灯芯

 2. 请秘书长就灯和油的情况

提出报告。~

2099 年 3 月 3 日
第 104 次全体会议~
~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
1
 A/999/13。~
""".replace("~", " ")


ANNEX_SAMPLE = """999/6. Rules for keepers

The General Assembly,

Recalling the keepers,

1. Adopts the rules annexed to the present resolution;

2. Requests the Keeper to follow them.

9th plenary meeting

3 March 2099

Annex I

Rules for keepers

1. Keepers keep the lamps.

2. Keepers do not sleep.

Annex II

Treaty on lamps

Article 1

1. Each keeper shall have one lamp.

2. No keeper shall have two.

Article 2

Lamps shall be lit.
"""


def structure(text: str, language: str | None = None, symbol: str | None = None) -> Structure:
    """The structure of a text that no file holds."""
    return split(Source(text, "0" * 64, "text", "sample.txt", symbol=symbol), language)


def outline(found: Structure) -> dict[str, str]:
    """Cleaned words of each paragraph by its identifier."""
    return {paragraph.id: paragraph.view.text for paragraph in found.paragraphs}


def marks(found: Structure) -> dict[str, list[str]]:
    """Marks of each paragraph that has any."""
    return {one.id: [mark.number for mark in one.marks] for one in found.paragraphs if one.marks}
