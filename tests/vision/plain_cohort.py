"""The same projection with lists and nothing else, one area at a time: what vision/cohort.py must come to, written as one
would on paper, and the floor against which bench/projection.py measures it."""

from dataclasses import dataclass

MEN, WOMEN = 0, 1
People = list[list[float]]  # by sex and age
Moving = list[list[float]]  # by sex and group of arrival


@dataclass
class PlainProjection:
    """Of one area: people at each moment, changes of each step."""

    population: list[People]
    births: list[float]
    deaths: list[float]
    migration: list[float]


def project(
    base: People,
    survival: list[Moving],
    migration: list[Moving],
    child_woman: list[float],
    boys: list[float],
    added: list[People] | None = None,
) -> PlainProjection:
    done = PlainProjection([base], [], [], [])
    for step in range(len(survival)):
        now = done.population[-1]
        then: People = [[], []]
        died = moved = 0.0
        for sex in (MEN, WOMEN):
            origins = [*now[sex][:-2], now[sex][-2] + now[sex][-1]]
            people = [0.0]
            for group, alive, moving in zip(origins, survival[step][sex], migration[step][sex], strict=True):
                people.append(group * (alive + moving))
                died += group * (1 - alive)
                moved += group * moving
            then[sex] = people
        if added:
            then = [
                [one + more for one, more in zip(then[sex], added[step][sex], strict=True)]
                for sex in (MEN, WOMEN)
            ]
        born = child_woman[step] * sum(then[WOMEN][3:10])
        then[MEN][0] += born * boys[step] / (100 + boys[step])
        then[WOMEN][0] += born * 100 / (100 + boys[step])
        done.population.append(then)
        done.births.append(born)
        done.deaths.append(died)
        done.migration.append(moved)
    return done
