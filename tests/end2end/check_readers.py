#!/usr/bin/python3
"""Opens a result file with every reader that users have and compares what they see.

Usage: check_readers.py RESULT.h5

h5py, h5dump, and xarray with both of its HDF5 engines must open every group without a complaint and agree on the
numbers; the layout must be the documented one; the checksums in /provenance must be those of the data.
"""

import subprocess
import sys
import warnings

import h5py
import numpy as np
import xarray
import xxhash

with warnings.catch_warnings():
    # Debian's netCDF4 was built against another numpy: a warning at import, once, about nothing.
    warnings.simplefilter("ignore")
    import netCDF4  # noqa: F401

OBSERVABLES = [
    "stress", "strain_variance", "plastic_strain_variance", "threshold_mean", "localization",
    "localization_plastic", "internal_stress_std", "plastic_strain_mean", "slips", "avalanches",
]
STATISTICS = ["mean", "sem", "std", "count", "m2", "m3", "m4"]
PER_POINT = [
    "name", "glass", "scenario", "N", "Lx", "Ly", "disorder_strength", "age", "c0", "c1", "shear_modulus",
    "bulk_modulus", "realizations", "point_hash", "stream_key", "mean_of_peaks",
] + [name + suffix for suffix in ("", "_sem")
     for name in ("flow_stress", "peak_stress", "peak_strain", "localization_max", "yield_strain")]
ATTRIBUTES = ["units", "long_name", "symbol", "equation"]


def datasets(file):
    found = {}
    file.visititems(lambda name, item: found.update({name: item}) if isinstance(item, h5py.Dataset) else None)
    return found


def groups_with_data(file):
    return sorted({name.rsplit("/", 1)[0] for name in datasets(file)})


def has_no_values(dataset):
    """A dimension without values, as netCDF writes them."""
    return dataset.attrs.get("NAME", b"").startswith(b"This is a netCDF dimension")


def check_layout(file):
    statistics = file["statistics"]
    points, strains = statistics["name"].shape[0], statistics["strain"].shape[0]
    for observable in OBSERVABLES:
        for statistic in STATISTICS:
            assert statistics[f"{observable}_{statistic}"].shape == (points, strains), (observable, statistic)
    for name in PER_POINT:
        assert statistics[name].shape == (points,), name
    status = file["realizations/status"]
    assert status.dtype == np.int8 and status.shape[0] == points
    assert set(np.unique(status[:])) <= {0, 1, 2}
    for observable in OBSERVABLES:
        if observable in file["realizations"]:
            assert file["realizations"][observable].shape == status.shape + (strains,), observable
            assert np.isnan(file["realizations"][observable][:][status[:] != 1]).all(), observable
    for group in ("configuration", "configuration_resolved", "run_identity", "seed_rule", "sessions"):
        assert group in file["provenance"], group
    return points


def check_attributes_and_scales(file):
    for name, dataset in datasets(file).items():
        for attribute in ATTRIBUTES:
            assert attribute in dataset.attrs, (name, attribute)
        assert dataset.attrs["units"] not in (b"", ""), name
        if not h5py.h5ds.is_scale(dataset.id):
            assert all(len(dimension) == 1 for dimension in dataset.dims), f"{name}: an axis without a scale"


def check_checksums(file):
    names, sums = file["provenance/checksums/dataset"][:], file["provenance/checksums/xxh3_64"][:]
    listed = {name.decode() for name in names}
    for name, checksum in zip(names, sums):
        data = np.ascontiguousarray(file[name.decode()][:])
        texts = data.dtype.kind == "O"
        content = b"".join(text + b"\0" for text in data) if texts else data.tobytes()
        assert xxhash.xxh3_64_hexdigest(content) == checksum.decode(), name
    expected = {"/" + name for name, dataset in datasets(file).items()
                if not name.startswith("provenance/") and not has_no_values(dataset)}
    assert listed == expected, listed ^ expected


def same(a, b):
    if a.dtype.kind in "SUO":
        return [to_text(x) for x in a.ravel()] == [to_text(x) for x in np.asarray(b).ravel()]
    return np.array_equal(a, b, equal_nan=a.dtype.kind == "f")


def to_text(value):
    return (value.decode() if isinstance(value, bytes) else str(value)).rstrip("\0")


def check_xarray(path, file, engine):
    for group in groups_with_data(file):
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with xarray.open_dataset(path, engine=engine, group=group) as data:
                for name, dataset in file[group].items():
                    if not isinstance(dataset, h5py.Dataset) or has_no_values(dataset):
                        continue
                    assert name in data.variables, (engine, group, name)
                    assert data[name].shape == dataset.shape, (engine, group, name, data[name].shape)
                    assert same(dataset[()] if dataset.shape else np.array(dataset[()]), data[name].values), \
                        (engine, group, name)
    with xarray.open_dataset(path, engine=engine, group="statistics") as data:
        curve = data["stress_mean"].isel(point=0).sel(strain=data["strain"][-1])
        assert curve.attrs["units"] == "LJ stress"


def check_h5dump(path):
    for options in (["-H"], ["-d", "/statistics/stress_mean"], ["-d", "/statistics/name"]):
        result = subprocess.run(["h5dump", *options, path], capture_output=True, text=True)
        assert result.returncode == 0 and not result.stderr, result.stderr


def main():
    path = sys.argv[1]
    with h5py.File(path, "r") as file:
        points = check_layout(file)
        check_attributes_and_scales(file)
        check_checksums(file)
        for engine in ("h5netcdf", "netcdf4"):
            check_xarray(path, file, engine)
    check_h5dump(path)
    print(f"{path}: {points} points, read alike by h5py, xarray (h5netcdf, netcdf4) and h5dump")


if __name__ == "__main__":
    main()
