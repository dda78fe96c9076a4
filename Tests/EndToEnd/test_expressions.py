"""Every element type, byte order and family of expressions: what NumPy's mask keeps is kept."""

import pytest
from arrays import TYPES, ordered, sample
from expressions import FAMILIES, numpy_mask, pair
from harness import in_parallel, npy_bytes, run

import numpy as np

COUNT = 1000
USAGE = 64


def alone(scratch):
    """Lets a run without mpirun start no daemon of Open MPI's, which saves half of its time;
    runs at the same time then need folders of their own for its files."""
    scratch.mkdir()
    return {"OMPI_MCA_ess_singleton_isolated": "1", "OMPI_MCA_orte_tmpdir_base": str(scratch)}


def difference(expression, oracle, array, folder, number):
    """What the program gets wrong for one expression, or None."""
    output = folder / f"kept-{number}.npy"
    arguments = ["in.npy", "--keep", expression, "-o", output, "--quiet"]
    result = run(*arguments, cwd=folder, env=alone(folder / f"mpi-{number}"))
    mask = numpy_mask(oracle, array)
    if mask is None:
        refused = result.code == USAGE and not output.exists()
        return None if refused else f"{expression}: NumPy refuses it, here:\n{result}"
    if result.code != 0:
        return f"{expression}:\n{result}"
    if output.read_bytes() == npy_bytes(array[mask]):
        return None
    kept = np.load(output)
    return (
        f"{expression}: NumPy keeps {mask.sum()} of {array.size}: {array[mask][:8]} as "
        f"{array.dtype.str}; here {kept.size}: {kept[:8]} as {kept.dtype.str}"
    )


def differences(code, byte_order, expressions, folder):
    array = sample(code, COUNT, byte_order=byte_order)
    np.save(folder / "in.npy", array)
    found = in_parallel(
        lambda item: difference(*pair(item[1]), array, folder, item[0]),
        list(enumerate(expressions)),
    )
    return [text for text in found if text]


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("code", TYPES)
def test_keeps_what_numpy_keeps(code, family, tmp_path):
    wrong = differences(code, "<", FAMILIES[family], tmp_path)
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("code", [code for code in TYPES if ordered(code, ">").byteorder == ">"])
def test_keeps_what_numpy_keeps_in_big_endian(code, tmp_path):
    """The byte order matters once per kernel and evaluator, so one or two of each family do."""
    chosen = [entry for family in FAMILIES.values() for entry in family[:2]]
    wrong = differences(code, ">", chosen, tmp_path)
    assert not wrong, "\n".join(wrong)


def test_drop_is_the_opposite_of_keep(tmp_path):
    array = sample("f8", COUNT)
    np.save(tmp_path / "in.npy", array)
    run("in.npy", "--drop", "x > 2", "-o", "kept.npy", cwd=tmp_path)
    assert (tmp_path / "kept.npy").read_bytes() == npy_bytes(array[~(array > 2)])


def test_stages_run_in_order(tmp_path):
    """`i` stays the position in the input, however many stages came before."""
    array = sample("i4", COUNT)
    np.save(tmp_path / "in.npy", array)
    stages = ["--keep", "x > 0", "--drop", "x > 7", "--keep", "i % 2 == 0", "--drop", "x == 3"]
    run("in.npy", *stages, "-o", "kept.npy", cwd=tmp_path)
    mask = (array > 0) & ~(array > 7) & (np.arange(COUNT) % 2 == 0) & ~(array == 3)
    assert (tmp_path / "kept.npy").read_bytes() == npy_bytes(array[mask])


def test_blocks_have_no_seams(tmp_path):
    """More records than a block holds, and not a whole number of blocks; on 3 ranks."""
    array = sample("f4", 300_001)
    np.save(tmp_path / "in.npy", array)
    positions = np.arange(array.size)
    with np.errstate(over="ignore"):
        cases = {
            "x > 2": array > 2,
            "abs(x) > 3 and i % 3 == 0": (abs(array) > 3) & (positions % 3 == 0),
            "x * 2 + i > 1000": array * np.float32(2) + positions > 1000,
        }
    for expression, mask in cases.items():
        result = run(
            "in.npy", "--keep", expression, "-o", "kept.npy", "--force", ranks=3, cwd=tmp_path
        )
        assert result.code == 0, str(result)
        assert (tmp_path / "kept.npy").read_bytes() == npy_bytes(array[mask]), expression
