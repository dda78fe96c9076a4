"""`inspect` against NumPy; `verify` on outputs that are whole, changed, cut or gone."""

import re

import numpy as np
import pytest
from arrays import TYPES, sample
from harness import run, succeed


def numbers(text):
    """All numbers in a text, thousands separators removed."""
    plain = re.sub(r"(?<=\d),(?=\d{3})", "", text)
    return [float(word) for word in re.findall(r"-?(?:\d+\.?\d*(?:e[+-]?\d+)?|inf)\b", plain)]


def shows(text, value):
    return any(
        found == value or found == pytest.approx(float(value), rel=1e-5)
        for found in numbers(text)
    )


@pytest.mark.parametrize("ranks", [None, 3])
@pytest.mark.parametrize("code", TYPES)
def test_inspect_agrees_with_numpy(code, ranks, tmp_path):
    array = sample(code, 2000)
    if array.dtype.kind == "f":
        array = array[np.isfinite(array) | np.isnan(array)]
        array[abs(array) > 1e4] = 0
    np.save(tmp_path / "in.npy", array.reshape(-1, 1))
    result = succeed("inspect", "in.npy", ranks=ranks, cwd=tmp_path)
    values = array[~np.isnan(array)] if array.dtype.kind == "f" else array
    wanted = {
        "records": array.size,
        "bytes": array.nbytes,
        "minimum": values.min(),
        "maximum": values.max(),
        "mean": values.mean(dtype="f8"),
        "zeros": int((array == 0).sum()),
        "NaN": array.size - values.size,
    }
    missing = {name: value for name, value in wanted.items() if not shows(result.out, value)}
    assert not missing, f"not shown: {missing}\n{result}"


@pytest.mark.parametrize("shape", [(0,), (3, 0), ()])
def test_inspect_of_empty_and_single(shape, tmp_path):
    np.save(tmp_path / "in.npy", np.ones(shape))
    assert succeed("inspect", "in.npy", cwd=tmp_path).out


def test_inspect_all_nan(tmp_path):
    np.save(tmp_path / "in.npy", np.full(5, np.nan))
    assert shows(succeed("inspect", "in.npy", ranks=2, cwd=tmp_path).out, 5)


@pytest.fixture(params=["one file", "shards"])
def pruned(request, tmp_path):
    """A folder with a finished run; returns the output's name and the files that hold it."""
    np.save(tmp_path / "in.npy", sample("f8", 5000))
    shards = ["--shards", "3"] if request.param == "shards" else []
    name = "out" if shards else "out.npy"
    arguments = ["in.npy", "--keep", "x > 1", "-o", name, *shards, "--report", "r.json", "-q"]
    succeed(*arguments, ranks=3, cwd=tmp_path)
    files = sorted((tmp_path / name).iterdir()) if shards else [tmp_path / name]
    return tmp_path, name, files


def verify(folder, name, *, ranks=2, report="r.json"):
    return run("verify", name, "--report", report, ranks=ranks, cwd=folder)


def test_whole_output(pruned):
    folder, name, _ = pruned
    for ranks in (None, 1, 2, 8):
        result = verify(folder, name, ranks=ranks)
        assert (result.code, result.err) == (0, ""), str(result)


def change_last_byte(path):
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)


def swap_two_values(path):
    array = np.load(path)
    array[[0, -1]] = array[[-1, 0]]
    np.save(path, array)


def drop_the_last_value(path):
    np.save(path, np.load(path)[:-1])


def other_type(path):
    np.save(path, np.load(path).clip(-1, 1).astype("f4"))


def same_bytes_as_other_type(path):
    np.save(path, np.load(path).view("i8"))


def same_bytes_in_other_order(path):
    np.save(path, np.load(path).view(">f8"))


CHANGES = [
    change_last_byte,
    swap_two_values,
    drop_the_last_value,
    other_type,
    same_bytes_as_other_type,
    same_bytes_in_other_order,
]


@pytest.mark.parametrize("change", CHANGES)
def test_changed_output_gives_2(pruned, change):
    folder, name, files = pruned
    for path in files if change in (other_type, *CHANGES[-2:]) else files[-1:]:
        change(path)
    result = verify(folder, name)
    assert result.code == 2, str(result)
    assert result.out or result.err


def test_truncated_output_is_no_success(pruned):
    folder, name, files = pruned
    files[0].write_bytes(files[0].read_bytes()[:-3])
    assert verify(folder, name).code in (2, 65)


def test_missing_shard_is_no_success(pruned):
    folder, name, files = pruned
    files[0].unlink()
    assert verify(folder, name).code in (2, 66)


def test_output_of_another_run_gives_2(pruned):
    folder, name, _ = pruned
    arguments = ["in.npy", "--keep", "x > 1.5", "-o", "other.npy", "--report", "other.json", "-q"]
    succeed(*arguments, cwd=folder)
    assert verify(folder, name, report="other.json").code == 2
    assert verify(folder, "other.npy").code == 2
    assert verify(folder, "other.npy", report="other.json").code == 0
