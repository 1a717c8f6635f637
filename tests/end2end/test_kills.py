"""kill -9 at every named step: the same command finishes, with the bytes of an undisturbed run."""

import pytest

from contents import differences
from journals import times_done
from kill_campaign import Campaign
from test_same_bytes import SMALL

UNDISTURBED = SMALL
KILLED = 137  # 128 + 9; mpirun passes on how its first rank ended

# What is killed where. A journal's writes are its header, then by turns the starts of some tasks and their
# results; a rank that has none of it is not killed.
STEPS = {
    "in the middle of the identity file": (1, "write|*/a.run/.identity*|1|kill-half"),
    "before the identity has its name": (2, "rename|*/identity|1|kill"),
    "before the first record": (2, "write|*.journal|2|kill"),
    "after the start record": (1, "start|5|1|kill-after"),
    "after the start records of another rank": (3, "write|*-r00001.journal|4|kill-after"),
    "half-way through the start records": (1, "write|*.journal|6|kill-half"),
    "half-way through the results": (1, "write|*.journal|9|kill-half"),
    "half-way through the results, of four ranks": (4, "write|*-r0000[023].journal|7|kill-half"),
    "before the records are synced": (2, "sync|*.journal|2|kill"),
    "before the message": (2, "send||2|kill|1"),
    "before the last message": (3, "send||3|kill|2"),
    "when the result is made": (1, "write|*.h5.tmp|3|kill-half"),
    "when the result is made by three": (3, "write|*.h5.tmp|2|kill"),
    "between close and rename": (2, "rename|*.h5|1|kill"),
    "after the rename": (2, "rename|*.h5|1|kill-after"),
}


@pytest.mark.parametrize("step", STEPS)
def test_killed(program, undisturbed, step):
    ranks, fault = STEPS[step]
    program.write("small.yaml", SMALL)
    killed = program("run", "small.yaml", "-o", "a.h5", ranks=ranks, fault=fault, code=None)
    assert killed.returncode in (KILLED, -9), f"the fault did not happen\n{killed.stderr}"
    before = times_done(program.directory / "a.run")
    program("run", "small.yaml", "-o", "a.h5", ranks=5 - ranks)
    assert differences(undisturbed, program.directory / "a.h5") == []
    after = times_done(program.directory / "a.run")
    assert len(after) == 62 and set(after.values()) == {1}, "something was computed twice"
    assert before.keys() <= after.keys()
    program("verify", "a.h5")


def test_killed_at_random_instants(tmp_path):
    """A few of the hundred instants of tests/end2end/kill_campaign.py."""
    Campaign(tmp_path, seed=4).run(instants=2)
