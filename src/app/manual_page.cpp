#include <fmt/format.h>

#include "yieldscape/app/verb_help.hpp"
#include "yieldscape/core/build_info.hpp"

namespace yieldscape {
namespace {

/// Text as troff prints it: hyphens of options stay hyphens that can be searched for, nothing starts a macro.
std::string troff(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    if (c == '\\') {
      escaped += "\\e";
    } else if (c == '-') {
      escaped += "\\-";
    } else if (c == '\'' || c == '`') {
      escaped += c == '`' ? "\\(ga" : "\\(aq";
    } else {
      escaped += c;
    }
  }
  return escaped.starts_with('.') ? "\\&" + escaped : escaped;
}

std::string option_entry(const OptionHelp& option) {
  std::string names = option.short_name.empty() ? fmt::format(R"(\fB{}\fR)", troff(option.name))
                                                : fmt::format(R"(\fB{}\fR, \fB{}\fR)",
                                                              troff(option.short_name), troff(option.name));
  if (!option.value.empty()) names += fmt::format(" \\fI{}\\fR", troff(option.value));
  return fmt::format(".TP\n{}\n{}.\n", names, troff(option.text));
}

std::string verb_entry(const VerbHelp& verb) {
  std::string text = fmt::format(".SS yieldscape {}\n{}.\n", troff(verb.usage), troff(verb.summary));
  if (!verb.details.empty()) text += troff(verb.details) + '\n';
  for (const OptionHelp& option : verb.options) text += option_entry(option);
  return text;
}

std::string section(std::string_view name, std::string_view body) {
  return fmt::format(".SH {}\n{}", name, body);
}

constexpr std::string_view description =
    R"(Computes ensembles of the scalar quasistatic elastoplastic model of amorphous solids of Tyukodi et al. (2023),
from one YAML file to one HDF5 file, on one process or under an MPI launcher. The same configuration gives the same
data on any number of ranks. The same command resumes what was interrupted and extends what has grown.
)";

constexpr std::string_view files =
    R"(.TP
.I NAME.h5
The result. Every dataset carries unit, symbol and definition.
.TP
.I NAME.run/
Journals of what is computed, one for each rank and session, and the status of the run. The result can be written
from them at any time.
.TP
.I $XDG_CACHE_HOME/yieldscape/speed.json
What \fByieldscape plan \-\-measure\fR found (\fI~/.cache\fR where the variable is not set).
)";

constexpr std::string_view examples =
    R"(.nf
yieldscape \-\-dump\-config > my.yaml
yieldscape plan my.yaml
mpirun \-n 16 yieldscape run my.yaml \-o my.h5
yieldscape status my.h5 \-\-watch
.fi
)";

}  // namespace

std::string manual_page(std::span<const VerbHelp> verbs) {
  std::string text =
      fmt::format(".TH YIELDSCAPE 1 \"\" \"yieldscape {}\" \"User Commands\"\n", build_info().version);
  text +=
      section("NAME", "yieldscape \\- ensembles of the scalar quasistatic elastoplastic model of glasses\n");
  std::string synopsis;
  for (const VerbHelp& verb : verbs) {
    synopsis += fmt::format("{}\\fByieldscape\\fR {}\n", synopsis.empty() ? "" : ".br\n", troff(verb.usage));
  }
  text += section("SYNOPSIS", synopsis);
  text += section("DESCRIPTION", description);
  std::string entries;
  for (const VerbHelp& verb : verbs) entries += verb_entry(verb);
  text += section("VERBS", entries);
  std::string codes;
  for (const ExitCodeHelp& code : exit_code_helps()) {
    codes += fmt::format(".TP\n.B {}\n{}.\n", code.code, troff(code.text));
  }
  text += section("EXIT STATUS", codes);
  text += section("FILES", files);
  return text + section("EXAMPLES", examples);
}

}  // namespace yieldscape
