"""Recipe for Spack, to be used from a checkout:

spack repo add tools/packaging/spack
spack dev-build yieldscape@0.1.0
"""

from spack.package import *


class Yieldscape(CMakePackage):
    """Ensembles of the scalar quasistatic elastoplastic model of glasses, from parameters to figures."""

    # The program is under BSD-3-Clause; linked with FFTW it may be passed on under the GPL only.
    license("BSD-3-Clause")

    version("0.1.0")

    variant("figures", default=True, description="Python packages that tools/figures needs")

    depends_on("c", type="build")
    depends_on("cxx", type="build")
    depends_on("cmake@3.25:", type="build")
    depends_on("ninja", type="build")
    depends_on("pkgconfig", type="build")
    depends_on("mpi")
    depends_on("hdf5@1.10:+mpi+hl")
    depends_on("fftw@3:")
    depends_on("boost@1.74:+program_options+math")
    depends_on("yaml-cpp")
    depends_on("fmt@9:")
    depends_on("nlohmann-json")
    depends_on("xxhash")
    depends_on("random123")
    with when("+figures"):
        depends_on("python@3.11:", type="run")
        depends_on("py-h5py", type="run")
        depends_on("py-matplotlib", type="run")
        depends_on("py-numpy", type="run")
        depends_on("py-scipy", type="run")

    conflicts("%gcc@:11", msg="C++20 ranges need GCC 12")

    generator("ninja")

    def cmake_args(self):
        return [
            self.define("YIELDSCAPE_TESTS", False),
            self.define("RANDOM123_INCLUDE_DIR", self.spec["random123"].prefix.include),
        ]
