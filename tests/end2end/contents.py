"""What a result file says, apart from how and when it was made."""

import h5py

DATA = ("statistics", "realizations", "maps", "events", "histograms")


def data(path):
    """Every dataset outside /provenance with its bytes and attributes, by name."""
    contents = {}

    def visit(name, item):
        if isinstance(item, h5py.Dataset):
            value = item[()]
            contents[name] = (item.shape, str(item.dtype), value.tobytes() if hasattr(value, "tobytes") else value)

    with h5py.File(path, "r") as file:
        for group in DATA:
            if group in file:
                file[group].visititems(lambda name, item, group=group: visit(f"{group}/{name}", item))
    return contents


def differences(first, second):
    """Names of the datasets that are not the same in both files."""
    a, b = data(first), data(second)
    return sorted(name for name in a.keys() | b.keys() if a.get(name) != b.get(name))
