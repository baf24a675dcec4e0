from graders.box import BoxTask, Exercise, Step
from graders.inside.wire import decode_task
from graders.problem import Limits
from graders.wire import encode_task


def test_a_task_reads_back_as_it_was_written():
    task = BoxTask(
        runtime="numpy",
        device="cpu",
        files={"mytorch/loss.py": b"x = 1\n", "hw1/empty.py": b"", "hw1/naïve.bin": bytes(range(256))},
        exercises={
            "loss": Exercise(
                "def forward(handin, rng): ...", ("mytorch",), {"a.py": ("b.py",)}, {"x.npy": b"\x00\x01"}
            ),
            "mc": Exercise("def all(handin, rng): ...", files={"y": b"last"}),
        },
        steps=(Step("loss", "forward", 2**63 - 1, 0.5), Step("mc", "all", 0, 10.0, 3, ("a", "b"), True)),
        limits=Limits(answer_mb=3),
        context=True,
    )

    read = decode_task(encode_task(task))

    assert (read.device, read.context, read.answer_bytes) == ("cpu", True, 3 << 20)
    assert read.files == task.files
    assert read.exercises["loss"] == (
        "def forward(handin, rng): ...",
        ["mytorch"],
        {"a.py": ["b.py"]},
        {"x.npy": b"\x00\x01"},
    )
    assert read.exercises["mc"].files == {"y": b"last"}
    assert read.steps == [
        ("loss", "forward", 2**63 - 1, 0.5, 1, [], False),
        ("mc", "all", 0, 10.0, 3, ["a", "b"], True),
    ]
