"""Every way an array can come in: header versions, byte orders, shapes, several files, raw."""

import numpy as np
import pytest
from arrays import TYPES, sample
from harness import npy_bytes, run, succeed


def kept(folder, *arguments, ranks=None):
    succeed(*arguments, "-o", "kept.npy", "--force", "-q", ranks=ranks, cwd=folder)
    return (folder / "kept.npy").read_bytes()


@pytest.mark.parametrize("version", [(1, 0), (2, 0), (3, 0)])
@pytest.mark.parametrize("shape", [(60,), (6, 10), (3, 4, 5), (1, 60, 1), (2, 1, 3, 2, 5)])
def test_header_versions_and_dimensions(version, shape, tmp_path):
    array = sample("f4", 60).reshape(shape)
    with open(tmp_path / "in.npy", "wb") as file:
        np.lib.format.write_array(file, array, version=version)
    assert kept(tmp_path, "in.npy", "--keep", "x > 1") == npy_bytes(array[array > 1])


def test_header_larger_than_a_small_read(tmp_path):
    """Version 2 exists for headers above 64 KiB; blanks make one."""
    array = np.arange(10.0)
    text = "{'descr': '<f8', 'fortran_order': False, 'shape': (10,), }" + " " * 20_000 + "\n"
    header = b"\x93NUMPY\x02\x00" + len(text).to_bytes(4, "little") + text.encode()
    (tmp_path / "in.npy").write_bytes(header + array.tobytes())
    assert kept(tmp_path, "in.npy", "--keep", "x > 4", ranks=3) == npy_bytes(array[array > 4])


@pytest.mark.parametrize("shape", [(60,), (60, 1), (1, 60), (1, 1, 60, 1)])
def test_fortran_order_where_it_means_the_same(shape, tmp_path):
    array = sample("i4", 60).reshape(shape)
    header = {"descr": "<i4", "fortran_order": True, "shape": shape}
    with open(tmp_path / "in.npy", "wb") as file:
        np.lib.format.write_array_header_1_0(file, header)
        file.write(array.tobytes())
    assert np.array_equal(np.load(tmp_path / "in.npy"), array)
    assert kept(tmp_path, "in.npy", "--keep", "x > 1") == npy_bytes(array[array > 1])


def test_header_of_other_writers(tmp_path):
    """Key order, quotes, blanks and padding that NumPy reads but does not write."""
    array = np.arange(6, dtype="<i8")
    texts = [
        "{'shape': (6,), 'fortran_order': False, 'descr': '<i8'}",
        '{"descr":"<i8","fortran_order":False,"shape":(6,)}\n',
        "{ 'descr' : '<i8' , 'fortran_order' : False , 'shape' : ( 2 , 3 ) , }   \n",
        "{'descr': '=i8', 'fortran_order': False, 'shape': (6,)}\n",
    ]
    for text in texts:
        header = b"\x93NUMPY\x01\x00" + len(text).to_bytes(2, "little") + text.encode()
        (tmp_path / "in.npy").write_bytes(header + array.tobytes())
        assert np.load(tmp_path / "in.npy").ravel().tolist() == list(range(6))
        assert kept(tmp_path, "in.npy", "--keep", "x > 2") == npy_bytes(array[3:]), text


@pytest.mark.parametrize("ranks", [1, 3, 8])
def test_several_inputs_are_one_array(ranks, tmp_path):
    array = sample("f8", 700).reshape(100, 7)
    for name, part in zip("abcd", np.split(array, [1, 1, 60]), strict=True):
        np.save(tmp_path / f"{name}.npy", part)
    files = [f"{name}.npy" for name in "abcd"]
    result = kept(tmp_path, *files, "--keep", "x > 1 and i % 2 == 0", ranks=ranks)
    mask = (array.ravel() > 1) & (np.arange(700) % 2 == 0)
    assert result == npy_bytes(array.ravel()[mask])


def test_the_same_file_twice(tmp_path):
    np.save(tmp_path / "in.npy", np.arange(10.0))
    result = kept(tmp_path, "in.npy", "in.npy", "--keep", "x > 7", ranks=2)
    assert result == npy_bytes(np.array([8.0, 9, 8, 9]))


@pytest.mark.parametrize("order", "<>")
@pytest.mark.parametrize("code", TYPES)
def test_raw(code, order, tmp_path):
    """Raw binary gives the file that the same array as .npy gives."""
    array = sample(code, 120, byte_order=order)
    (tmp_path / "in.bin").write_bytes(array.tobytes())
    layout = f"{order}{code}:8,15"
    result = kept(tmp_path, "in.bin", "--raw", layout, "--keep", "x == 1 or i > 100")
    mask = (array == 1) | (np.arange(120) > 100)
    assert result == npy_bytes(array[mask])


def test_raw_without_shape_takes_the_whole_file(tmp_path):
    array = sample("i2", 33)
    (tmp_path / "in.bin").write_bytes(array.tobytes())
    result = kept(tmp_path, "in.bin", "--raw", "i2", "--keep", "x > 0", ranks=2)
    assert result == npy_bytes(array[array > 0])


def test_names_with_blanks_and_other_letters(tmp_path):
    array = np.arange(10.0)
    np.save(tmp_path / "wind früh.npy", array)
    arguments = ["wind früh.npy", "--keep", "x > 4", "-o", "stürmisch 1.npy", "-q"]
    succeed(*arguments, ranks=2, cwd=tmp_path)
    assert (tmp_path / "stürmisch 1.npy").read_bytes() == npy_bytes(array[5:])


def test_link_to_an_input(tmp_path):
    np.save(tmp_path / "real.npy", np.arange(10.0))
    (tmp_path / "link.npy").symlink_to("real.npy")
    assert kept(tmp_path, "link.npy", "--keep", "x > 8") == npy_bytes(np.array([9.0]))


def test_input_is_never_changed(tmp_path):
    array = sample("f8", 100)
    np.save(tmp_path / "in.npy", array)
    before = (tmp_path / "in.npy").read_bytes()
    run("in.npy", "--keep", "x > 0", "-o", "in.npy", "--force", ranks=2, cwd=tmp_path)
    assert (tmp_path / "in.npy").read_bytes() == before
