"""The life of containers: how they are made, warm ones, killed ones, and a daemon that dies."""

import os
import signal
import subprocess
import sys
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from graders.box import End, Ended, Printed
from graders.errors import SandboxFault
from graders.wire import encode_task
from tests.boxes import ask, task
from tests.fixtures.docker import Dockerd, require_docker
from tests.integration.worker.processes import eventually
from worker.sandbox.containers import options, removal
from worker.sandbox.containers.container import Recipe, WarmContainer
from worker.sandbox.containers.daemon import Daemon
from worker.sandbox.containers.image import find_image
from worker.sandbox.containers.options import LABEL, Size
from worker.sandbox.containers.profile import profile_text
from worker.sandbox.containers.removal import remove_container
from worker.sandbox.containers.sandbox import DockerSandbox
from worker.sandbox.containers.site import DockerSite
from worker.sandbox.errors import BoxUnavailable
from worker.sandbox.gpus.find import Gpu
from worker.sandbox.namespaces.inside.allowance import Allowance
from worker.sandbox.namespaces.runtime import read_runtime
from worker.sandbox.reading import watch

ONE = "import numpy as np\ndef answer(): return np.ones(3)"
NAMED = """
import ctypes, time
def answer():
    ctypes.CDLL(None).prctl(15, b"{name}", 0, 0, 0)
    print("named", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def fresh(runtimes, docker_site):
    with closing(DockerSandbox(runtimes, docker_site, ahead=1)) as sandbox:
        yield sandbox


@pytest.fixture
def daemon(docker_site):
    with closing(Daemon(docker_site)) as opened:
        yield opened


@contextmanager
def at_work(sandbox, name):
    """The events of a child that sleeps, and its number on this machine."""
    with closing(sandbox.run(task(NAMED.format(name=name), wall=60))) as events:
        assert any(isinstance(event, Printed) for event in events)
        (pid,) = called(name)
        yield events, pid


def called(name):
    """The processes of this machine that have called themselves so."""
    found = []
    for comm in Path("/proc").glob("[0-9]*/comm"):
        try:
            if comm.read_text().strip() == name:
                found.append(int(comm.parent.name))
        except OSError:
            continue  # it ended while we looked
    return found


def listed(daemon):
    """The containers that this process has made and nobody has removed."""
    ours = {"label": f"{LABEL}={os.getpid()}"}
    return {each["Id"] for each in daemon.api.containers(all=True, filters=ours)}


def container_of(pid):
    return Path(f"/proc/{pid}/cgroup").read_text().splitlines()[0].rpartition("/")[2]


def test_a_container_has_every_wall_that_docker_can_raise(fresh, daemon):
    with at_work(fresh, "walls") as (_, pid):
        told = daemon.api.inspect_container(container_of(pid))

    host = told["HostConfig"]
    assert told["Config"]["User"] == "65534:65534"
    assert (host["NetworkMode"], host["ReadonlyRootfs"], host["CapDrop"]) == ("none", True, ["ALL"])
    assert host["SecurityOpt"][0] == "no-new-privileges:true"
    assert host["SecurityOpt"][1].startswith("seccomp={")
    assert host["Memory"] == host["MemorySwap"] > 0
    assert 0 < host["PidsLimit"] < 64
    assert all("size=" in files and "nr_inodes=" in files for files in host["Tmpfs"].values())
    assert {"/sys", "/proc/kcore", "/proc/keys", "/proc/cmdline"} <= set(host["MaskedPaths"])
    assert not told["Mounts"]
    assert not any("ALLCLOSE" in word or "SECRET" in word for word in told["Config"]["Env"])


def test_a_handin_has_no_right_that_process_one_of_its_container_lacks(fresh):
    with at_work(fresh, "rights") as (_, pid):
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()

    status = {key: value.strip() for key, _, value in (line.partition(":") for line in lines)}
    assert {int(status[name], 16) for name in ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb")} == {0}
    assert (status["NoNewPrivs"], status["Seccomp"]) == ("1", "2")
    assert int(status["Seccomp_filters"]) >= 2
    assert set(status["Uid"].split()) == {"65534"}


def test_no_container_is_used_twice(fresh):
    used = set()
    for number in range(3):
        with at_work(fresh, f"use-{number}") as (_, pid):
            used.add(container_of(pid))

    assert len(used) == 3


def test_nothing_is_left_of_a_closed_sandbox(runtimes, docker_site, daemon):
    before = listed(daemon)
    with closing(DockerSandbox(runtimes, docker_site, ahead=1)) as sandbox:
        ask(sandbox, ONE)
        with at_work(sandbox, "left") as (_, pid):
            assert container_of(pid) in listed(daemon) - before

    assert listed(daemon) <= before


def test_closing_the_events_kills_the_process(fresh):
    with at_work(fresh, "closing") as (_, pid):
        pass

    assert eventually(lambda: not Path(f"/proc/{pid}").exists(), seconds=2)


@pytest.mark.parametrize("victim", ["the handin's process", "process 1"])
def test_a_container_killed_in_the_midst_leaves_no_process_and_the_next_job_runs(fresh, victim):
    with at_work(fresh, "killed") as (events, pid):
        if victim == "process 1":
            os.kill(int(Path(f"/proc/{pid}/status").read_text().split("PPid:")[1].split()[0]), signal.SIGKILL)
            with pytest.raises(SandboxFault, match="killed a container in the midst"):
                list(events)
        else:
            os.kill(pid, signal.SIGKILL)
            assert list(events)[-1].how == End.MEMORY  # nobody can tell it from the kernel's own kill

    assert eventually(lambda: not Path(f"/proc/{pid}").exists(), seconds=2)
    assert ask(fresh, ONE).ended.how == End.DONE


def test_a_container_that_died_while_it_waited_is_replaced_unnoticed(fresh, daemon):
    ask(fresh, ONE)
    (waiting,) = (future.result() for pool in fresh._pools._pools.values() for future in pool._waiting)
    daemon.api.kill(waiting._id)

    assert ask(fresh, ONE).ended.how == End.DONE


def test_processor_time_is_the_kernels_to_limit(runtimes, daemon):
    runtime = read_runtime("numpy", runtimes["numpy"])
    image = find_image(daemon, "numpy", runtime)
    over = []
    recipe = Recipe(daemon, image, "python3.11", Size(1 << 30, 1 << 20), "", over.append)
    spin = task("def answer():\n  while True: pass", wall=60)
    with WarmContainer(recipe) as container:
        child = container.begin(Allowance(512 << 20, 1, 1 << 20), encode_task(spin))
        *_, ended = watch(spin, child)
    remove_container(daemon, over[0])

    assert (ended.how, ended.step) == (End.CPU, 0)


def test_memory_of_all_of_a_container_is_the_daemons_to_limit(runtimes, daemon):
    runtime = read_runtime("numpy", runtimes["numpy"])
    over = []
    recipe = Recipe(
        daemon, find_image(daemon, "numpy", runtime), "python3.11", Size(128 << 20, 1 << 20), "", over.append
    )
    hungry = task("def answer(): return bytearray(b'x') * (1 << 30)")
    with WarmContainer(recipe) as container:
        child = container.begin(Allowance(4 << 30, 10, 1 << 20), encode_task(hungry))
        *_, ended = watch(hungry, child)
    remove_container(daemon, over[0])

    assert ended == Ended(End.MEMORY, 0, "killed by the kernel, most likely for memory")


def test_a_task_that_no_box_is_large_enough_for_is_our_fault(fresh):
    with pytest.raises(SandboxFault):
        ask(fresh, ONE, memory_mb=2**50)


def test_a_container_for_a_gpu_asks_for_that_one_and_may_start_cuda(daemon, runtimes):
    image = find_image(daemon, "numpy", read_runtime("numpy", runtimes["numpy"]))
    made = options.create(daemon.api, image, "python3.11", Size(1 << 27, 1 << 20), gpu="GPU-1")
    told = daemon.api.inspect_container(made)
    remove_container(daemon, made)

    (request,) = told["HostConfig"]["DeviceRequests"]
    assert (request["Driver"], request["DeviceIDs"]) == ("nvidia", ["GPU-1"])
    assert "NVIDIA_DRIVER_CAPABILITIES=compute,utility" in told["Config"]["Env"]
    assert told["HostConfig"]["SecurityOpt"][1] == f"seccomp={profile_text(gpu=True)}"


def test_a_daemon_that_knows_no_way_to_a_gpu_is_our_fault(runtimes, docker_site):
    with (
        closing(DockerSandbox(runtimes, docker_site, ahead=0, gpus=[Gpu("GPU-1")])) as sandbox,
        pytest.raises(SandboxFault, match=r"Docker daemon refuses: .*nvidia"),
    ):
        list(sandbox.run(replace(task(ONE), device="cuda")))


WORKER = """
import sys
from pathlib import Path
from tests.boxes import task
from worker.sandbox.containers.site import DockerSite
from worker.sandbox.containers.sandbox import DockerSandbox
sandbox = DockerSandbox({"numpy": Path(sys.argv[1])}, DockerSite(sys.argv[2]))
for event in sandbox.run(task(sys.argv[3], wall=60)):
    print(event, flush=True)
"""


def test_nothing_outlives_a_killed_worker(runtimes, docker_site):
    source = NAMED.format(name="orphan")
    command = [sys.executable, "-c", WORKER, str(runtimes["numpy"]), docker_site.address, source]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=Path(__file__).parents[3]) as worker:
        while b"Printed" not in worker.stdout.readline():
            assert worker.poll() is None
        assert called("orphan")
        worker.kill()

    assert eventually(lambda: not called("orphan"), seconds=2)


@pytest.fixture
def doomed(runtimes):
    """A daemon that nobody else uses."""
    require_docker()
    dockerd = Dockerd("doomed")
    with dockerd.used(runtimes, alone=True):
        yield dockerd


def test_a_daemon_killed_in_the_midst_is_our_fault_and_leaves_no_process(runtimes, doomed):
    with closing(DockerSandbox(runtimes, doomed.site, ahead=1)) as sandbox:
        with at_work(sandbox, "doomed") as (events, pid):
            os.kill(doomed.pid, signal.SIGKILL)

            with pytest.raises(SandboxFault):
                list(events)
            assert eventually(lambda: not Path(f"/proc/{pid}").exists(), seconds=2)
        with pytest.raises(SandboxFault, match="Docker daemon"):
            ask(sandbox, ONE)

        doomed.start()
        assert ask(sandbox, ONE).ended.how == End.DONE


def test_a_machine_without_a_daemon_is_told_how_to_mend_it(runtimes, tmp_path):
    with pytest.raises(BoxUnavailable, match=r"No Docker daemon answers.*docker.io.*ALLCLOSE_DOCKER_HOST"):
        DockerSandbox(runtimes, DockerSite(f"unix://{tmp_path}/none.sock"))


def test_a_runtime_without_an_image_is_told_how_to_make_it(docker_site, runtimes):
    with pytest.raises(BoxUnavailable, match=r"no image allclose-runtime-jax:\w+.*`allclose image jax`"):
        DockerSandbox({"jax": runtimes["numpy"]}, docker_site)


def test_a_runtime_of_docker_that_is_not_there_is_named(runtimes, docker_site):
    with pytest.raises(BoxUnavailable, match=r"no runtime 'cardboard'.*ALLCLOSE_DOCKER_RUNTIME \(.*runc"):
        DockerSandbox(runtimes, replace(docker_site, runtime="cardboard"))


def test_what_a_killed_worker_left_listed_is_removed_once_it_is_old(daemon, runtimes, monkeypatch):
    image = find_image(daemon, "numpy", read_runtime("numpy", runtimes["numpy"]))
    left = options.create(daemon.api, image, "python3.11", Size(1 << 27, 1 << 20))

    removal.remove_leftovers(daemon)
    assert left in listed(daemon)  # a worker may be about to start it
    monkeypatch.setattr(removal, "_OVER", timedelta(seconds=0))
    monkeypatch.setattr(removal, "LABEL", f"{LABEL}={os.getpid()}")  # others' containers are theirs
    removal.remove_leftovers(daemon)
    assert left not in listed(daemon)
