#include <fmt/format.h>

#include "yieldscape/app/verb_help.hpp"

namespace yieldscape {
namespace {

constexpr std::string_view head = R"(# bash completion for yieldscape; written by `yieldscape --completion`

_yieldscape() {
  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} options files
  COMPREPLY=()
  if ((COMP_CWORD == 1)); then
)";

constexpr std::string_view middle = R"(    return
  fi
  case ${COMP_WORDS[1]} in
)";

constexpr std::string_view before_values = R"(    *) return ;;
  esac
  case "${COMP_WORDS[1]} $before" in
)";

constexpr std::string_view tail = R"(  esac
  if [[ $word == -* ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$options --help" -- "$word")
  else
    # Folders too: the files may be inside.
    compopt -o filenames
    mapfile -t COMPREPLY < <(compgen -f -X "!*$files" -- "$word"; compgen -d -- "$word")
  fi
}

complete -F _yieldscape yieldscape
)";

std::string option_names(const VerbHelp& verb) {
  std::string names;
  for (const OptionHelp& option : verb.options) names += (names.empty() ? "" : " ") + option.name;
  return names;
}

/// What follows an option that takes a value: a file of some kind, or something nobody can guess.
std::string value_cases(const VerbHelp& verb) {
  std::string cases;
  for (const OptionHelp& option : verb.options) {
    if (option.value.empty()) continue;
    std::string pattern = fmt::format("\"{} {}\"", verb.name, option.name);
    if (!option.short_name.empty()) pattern += fmt::format(" | \"{} {}\"", verb.name, option.short_name);
    const auto suffix = option.value.rfind('.');
    const bool file = suffix != std::string::npos && option.value.find("...") == std::string::npos;
    cases += fmt::format("    {}) {} ;;\n", pattern,
                         file ? fmt::format("files={}", option.value.substr(suffix)) : "return");
  }
  return cases;
}

}  // namespace

std::string bash_completion(std::span<const VerbHelp> verbs) {
  std::string names;
  std::string verb_cases;
  std::string values;
  for (const VerbHelp& verb : verbs) {
    names += verb.name + ' ';
    verb_cases +=
        fmt::format("    {}) options=\"{}\" files={} ;;\n", verb.name, option_names(verb), verb.file);
    values += value_cases(verb);
  }
  return fmt::format(
      "{}    mapfile -t COMPREPLY < <(compgen -W \"{}--help --version --dump-config\" -- "
      "\"$word\")\n{}{}{}{}{}",
      head, names, middle, verb_cases, before_values, values, tail);
}

}  // namespace yieldscape
