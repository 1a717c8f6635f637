#pragma once

#include <span>
#include <string>
#include <vector>

namespace yieldscape {

/// One option of a verb, as its help shows it.
struct OptionHelp {
  std::string name;        ///< "--output"
  std::string short_name;  ///< "-o"; empty: none
  std::string value;       ///< "FILE.h5"; empty: a switch
  std::string text;
};

/// One verb of the command line: what its help, the manual page and the completion of shells are made of.
struct VerbHelp {
  std::string name;
  std::string usage;    ///< "run CONFIG [options]"
  std::string summary;  ///< one sentence without its full stop
  std::string details;  ///< sentences, may be empty
  std::vector<OptionHelp> options;
  std::string file;  ///< suffix of the files it is called with: ".yaml" or ".h5"
};

struct ExitCodeHelp {
  std::string code;
  std::string text;
};

/// All verbs, by name: the one table of the command line (options.cpp).
[[nodiscard]] std::vector<VerbHelp> verb_helps();
[[nodiscard]] std::span<const ExitCodeHelp> exit_code_helps();

/// yieldscape(1), in the man macros of troff.
[[nodiscard]] std::string manual_page(std::span<const VerbHelp> verbs);

/// Completion of verbs, options and files for bash: a script to be sourced.
[[nodiscard]] std::string bash_completion(std::span<const VerbHelp> verbs);

}  // namespace yieldscape
