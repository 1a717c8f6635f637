// Nothing but the precompiled headers (see CMakeLists.txt).
