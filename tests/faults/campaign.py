#!/usr/bin/env python3
"""A fault at every point of what tem does; see scripts/faults.sh, which runs it.

Prints a line for each scenario, each thing that is wrong, and each that was left out. Exit status 0:
nothing that was run was wrong, 1: something was, 3: it could not be run.
"""
import argparse
import math
import os
import random
import re
import shutil
import sys
import tempfile
import time

sys.dont_write_bytecode = True  # nothing is left in the source

from elsewhere import ELSEWHERE, Skipped
from points import FAULTS, points_in, read
from scenarios import SCENARIOS


def fresh(base, folder):
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(base, folder, symlinks=True)


def strike(scenario, folder, base, point, fault):
    """The lines of what is wrong after one fault, and whether the fault was reached."""
    fresh(base, folder)
    outcome = scenario.run(folder, point, fault)
    reached = bool(outcome.injected) or outcome.status == -9
    try:
        return list(scenario.check(folder, outcome)), reached
    except (SystemExit, OSError, ValueError) as failure:
        return [f'cannot be checked: {failure}'], reached


def campaign(name, scenario, place, ends, said, rng):
    """Runs a scenario's faults, all or a sample; the number of wrong things, and of faults left out."""
    base, folder = f'{place}/{name}.base', f'{place}/{name}'
    os.mkdir(base)
    scenario.base(base)
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(base, folder)
    clean = scenario.run(folder)
    trace = folder + ('.witness' if name == 'witness' else '.trace')
    points = points_in(read(trace), folder)
    wrong = list(scenario.check(folder, clean))
    if clean.status != 0 or wrong or not points:
        raise SystemExit(f'faults: {name}: without a fault: status {clean.status}, {len(points)} points, '
                         f'{wrong} {clean.err}')
    faults = [(point, fault) for point in points for fault in said.fault or FAULTS
              if re.search(said.where, str(point))]
    if said.sample:
        faults = rng.sample(faults, min(said.sample, len(faults)))
    began, done, reached, found = time.monotonic(), 0, 0, 0
    for point, fault in faults:
        if time.monotonic() >= ends:
            break
        wrong, was_reached = strike(scenario, folder, base, point, fault)
        done, reached = done + 1, reached + was_reached
        for line in wrong:
            found += 1
            print(f'{name}: {fault} at {point}: {line}', flush=True)
    print(f'{name}: {len(points)} points, {done} of {len(faults)} faults, {reached} reached, '
          f'{found} wrong, {time.monotonic() - began:.0f} s', flush=True)
    left = len(faults) - done
    if left:
        print(f'{name}: {left} faults not run, the time is over', flush=True)
    return found, left


def part(name, run, place, said, rng):
    """Runs what is no scenario; the number of wrong things."""
    try:
        wrong, told = run(f'{place}/{name}', said.sample, rng)
    except Skipped as why:
        print(f'{name}: skipped, {why}', flush=True)
        return 0
    for line in wrong:
        print(f'{name}: {line}')
    print(f'{name}: {told}, {len(wrong)} wrong', flush=True)
    return len(wrong)


def main():
    parser = argparse.ArgumentParser(description='A fault at every point of what tem does.')
    parser.add_argument('seconds', nargs='?', type=float, default=math.inf,
                        help='after which nothing more is begun; default: no limit')
    parser.add_argument('--short', action='store_true', help='a sample of each scenario')
    parser.add_argument('--only', action='append', default=[], metavar='NAME',
                        choices=[*SCENARIOS, *ELSEWHERE], help='one scenario; may be repeated')
    parser.add_argument('--sample', type=int, default=0, metavar='N', help='faults of each scenario')
    parser.add_argument('--fault', action='append', choices=FAULTS, help='only this one')
    parser.add_argument('--where', default='', metavar='REGEX',
                        help="only at such points, as 'fdatasync.*ledger.db-wal'")
    parser.add_argument('--seed', type=int, default=1)
    said = parser.parse_args()
    for program in ('strace', 'tem', 'temd'):
        if not shutil.which(program):
            print(f'faults: {program} is not in PATH', file=sys.stderr)
            return 3
    said.sample = said.sample or (2 if said.short else 0)
    rng, ends = random.Random(said.seed), time.monotonic() + said.seconds
    found, left, not_run = 0, 0, 0
    with tempfile.TemporaryDirectory(prefix='tem-faults-') as place:
        for name in (*SCENARIOS, *ELSEWHERE):
            if said.only and name not in said.only:
                continue
            if time.monotonic() >= ends:
                not_run += 1
                print(f'{name}: not run, the time is over', flush=True)
            elif name in SCENARIOS:
                wrong, over = campaign(name, SCENARIOS[name](), place, ends, said, rng)
                found, left = found + wrong, left + over
            else:
                found += part(name, ELSEWHERE[name], place, said, rng)
    if left or not_run:
        print(f'left out, the time was over: {left} faults, {not_run} scenarios or parts as a whole')
    return 1 if found else 0


if __name__ == '__main__':
    sys.exit(main())
