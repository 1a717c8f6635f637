#include "yieldscape/app/options.hpp"

#include <fmt/format.h>

#include <array>
#include <functional>
#include <map>
#include <sstream>

#include "option_values.hpp"
#include "yieldscape/app/verb_help.hpp"
#include "yieldscape/core/build_info.hpp"
#include "yieldscape/core/error.hpp"

namespace yieldscape {
namespace {

constexpr unsigned help_width = 110;

// One verb of the command line: its usage, what it does, its options and how they become a value.
struct Verb {
  std::string usage;
  std::string summary;
  std::function<void(po::options_description&)> describe;
  std::vector<std::pair<std::string, int>> positional;  ///< name, how many (-1: the rest)
  std::function<Options(const po::variables_map&)> make;
  std::string details = {};  ///< what else its help says
};

void describe_job(po::options_description& options) {
  options.add_options()  //
      ("set", po::value<std::vector<std::string>>()->value_name("PATH=VALUE"),
       "override one key of the configuration, e.g. --set loading.strain_max=1 (repeatable)")  //
      ("output,o", po::value<std::string>()->value_name("FILE.h5"),
       "result file (default: the configuration's name with .h5, in the working directory)");
}

const std::map<std::string, Verb>& verbs() {
  static const std::map<std::string, Verb> table{
      {"run",
       {"run CONFIG [options]",
        "compute what is missing of an ensemble, then write its result file",
        [](po::options_description& options) {
          describe_job(options);
          options.add_options()  //
              ("deadline", po::value<double>()->value_name("SECONDS"),
               "stop in time to have everything written at this moment, in seconds since 1970 (exit code "
               "75)")  //
              ("shard", po::value<std::string>()->value_name("I/N"),
               "compute only part I (from 0) of N of the tasks; parts may run at the same time")  //
              ("target-sem", po::value<std::vector<std::string>>()->value_name("QUANTITY=ERROR"),
               "add realizations, batch by batch of the configured number, until the standard error is "
               "there: "
               "stress=0.002 (a curve at all strains), flow_stress=0.001, … (repeatable)")  //
              ("checkpoint-interval", po::value<double>()->default_value(600, "600")->value_name("SECONDS"),
               "how often a long realization saves its progress")  //
              ("hang-timeout", po::value<double>()->value_name("SECONDS"),
               "end the job (exit code 71) if a rank gives no sign of life for so long, longer than it "
               "needs to read its part of the journals; without it such a rank is only named")  //
              ("no-render", "leave the result file to a later `render`")                        //
              ("quiet", "no progress, only warnings and errors")                                //
              ("dump-config", "print the complete configuration, every key explained, and compute nothing");
        },
        {{"configuration", 1}},
        make_run,
        "The same command resumes a run that was interrupted and extends one that has grown: what is "
        "finished is kept in NAME.run/ beside NAME.h5. USR1 ends a run in good order, TERM and the first "
        "interrupt sooner."}},
      {"plan",
       {"plan CONFIG [options]",
        "check a configuration; print points, tasks, cost, memory and file size",
        [](po::options_description& options) {
          describe_job(options);
          options.add_options()  //
              ("ranks", po::value<std::string>()->value_name("N[,N...]"),
               "numbers of ranks for which the wall time is wanted, e.g. --ranks 48,96 (default: 1, 4, 16, "
               "...)")  //
              ("measure",
               "time this machine first (some 10 s) and keep what was found for later plans of this user")  //
              ("json", "print JSON");
        },
        {{"configuration", 1}},
        make_plan_options,
        "Computes nothing and changes nothing. What NAME.run/ holds already counts as done, and what it took "
        "replaces the estimate."}},
      {"render",
       {"render CONFIG [options]",
        "write the result file from what is computed, and compute nothing",
        [](po::options_description& options) {
          describe_job(options);
          options.add_options()("quiet", "only warnings and errors");
        },
        {{"configuration", 1}},
        [](const po::variables_map& given) {
          return RenderOptions{.job = make_job(given), .quiet = given.count("quiet") > 0};
        },
        "For parts computed with --no-render, and for a look at a run that is not complete: the means are "
        "then those of each point's realizations up to the first one that is missing."}},
      {"merge",
       {"merge CONFIG -o ALL.h5 PART.h5 [PART.h5 ...]",
        "bring together runs of parts of one configuration, made in different places",
        describe_job,
        {{"configuration", 1}, {"parts", -1}},
        [](const po::variables_map& given) {
          if (given.count("parts") == 0) throw UsageError("merge needs the results to be merged");
          return MergeOptions{.job = make_job(given), .sources = paths(given, "parts")};
        },
        "Each PART.h5 stands for PART.run/ beside it, which may be named too; the result file itself is not "
        "needed. Parts may overlap and may be merged again. The outcome has the data of one run. A part with "
        "other physics than CONFIG is refused with the keys and both values."}},
      {"status",
       {"status RESULT.h5 [options]",
        "how far a run is, from any shell",
        [](po::options_description& options) {
          options.add_options()("json", "print JSON")("watch", "look again every second until the run ends");
        },
        {{"result", 1}},
        [](const po::variables_map& given) {
          return StatusOptions{.run = given["result"].as<std::string>(),
                               .json = given.count("json") > 0,
                               .watch = given.count("watch") > 0};
        },
        "RESULT.h5 need not exist yet, and its RESULT.run/ may be named instead. Shards that run side by "
        "side are added up."}},
      {"retry",
       {"retry RESULT.h5",
        "forget which realizations failed or killed their process: the next run tries them again",
        [](po::options_description&) {},
        {{"result", 1}},
        [](const po::variables_map& given) {
          return RetryOptions{.run = given["result"].as<std::string>()};
        }}},
      {"verify",
       {"verify RESULT.h5 [...]",
        "check every byte of results and journals against their checksums",
        [](po::options_description&) {},
        {{"files", -1}},
        [](const po::variables_map& given) { return VerifyOptions{.files = paths(given, "files")}; },
        "Of RESULT.h5 the journals in RESULT.run/ are checked too, if they are there."}},
      {"info",
       {"info RESULT.h5",
        "what a result file holds",
        [](po::options_description&) {},
        {{"result", 1}},
        [](const po::variables_map& given) {
          return InfoOptions{.file = given["result"].as<std::string>()};
        }}},
      {"calibrate",
       {"calibrate CONFIG --flow-stress S [--peak-stress P] [--curve FILE.csv] [-o FIT.yaml]",
        "fit slip coefficients: c0 to a flow stress, c0 and c1 to a flow and a peak stress or a curve",
        [](po::options_description& options) {
          options.add_options()  //
              ("set", po::value<std::vector<std::string>>()->value_name("PATH=VALUE"),
               "override one key of the configuration (repeatable)")  //
              ("output,o", po::value<std::string>()->value_name("FIT.yaml"),
               "fitted configuration, ready to run; FIT.json beside it holds all numbers of the fit "
               "(default: "
               "CONFIG_fit.yaml in the working directory)")  //
              ("flow-stress", po::value<std::string>()->value_name("S[+-ERROR]"),
               "plateau stress to be reproduced, LJ stress, for example 0.53 or 0.53+-0.01")  //
              ("peak-stress", po::value<std::string>()->value_name("P[+-ERROR]"),
               "peak stress to be reproduced; fits c1 too")  //
              ("curve", po::value<std::string>()->value_name("FILE.csv"),
               "a whole stress curve to be reproduced: strain, stress and, if known, standard error; fits c1 "
               "too")  //
              ("point", po::value<std::string>()->value_name("NAME"),
               "point of the configuration to start from (default: the first)")  //
              ("precision", po::value<double>()->default_value(0.01, "0.01")->value_name("P"),
               "wanted relative standard error of the coefficients; decides the number of realizations")  //
              ("most-realizations", po::value<std::uint32_t>()->default_value(40000)->value_name("R"),
               "realizations of one trial at which to give up on the precision");
        },
        {{"configuration", 1}},
        make_calibrate}},
  };
  return table;
}

std::string overview() {
  std::string text = fmt::format(
      "yieldscape {}: ensembles of the scalar quasistatic elastoplastic model of glasses\n\n"
      "usage: [mpirun -n RANKS | srun] yieldscape VERB ...\n\n",
      build_info().version);
  for (const auto& [name, verb] : verbs()) text += fmt::format("  {:<10} {}\n", name, verb.summary);
  text +=
      "\n`yieldscape VERB --help` explains a verb; `yieldscape --dump-config` prints a complete "
      "configuration.\n\nExit codes:\n";
  for (const ExitCodeHelp& code : exit_code_helps())
    text += fmt::format("  {:>5}  {}\n", code.code, code.text);
  return text;
}

/// Words in lines of the width of the list of options.
std::string wrapped(const std::string& text) {
  std::string lines;
  std::size_t column = 0;
  std::istringstream words(text);
  for (std::string word; words >> word;) {
    const bool fits = column + 1 + word.size() <= help_width;
    if (column > 0) lines += fits ? ' ' : '\n';
    column = (fits && column > 0 ? column + 1 : 0) + word.size();
    lines += word;
  }
  return lines + '\n';
}

std::string help(const Verb& verb, const po::options_description& options) {
  std::ostringstream text;
  text << "usage: yieldscape " << verb.usage << "\n\n" << verb.summary << "\n";
  if (!verb.details.empty()) text << "\n" << wrapped(verb.details);
  if (!options.options().empty()) text << "\n" << options;
  return text.str();
}

Options parse_verb(const std::string& name, const Verb& verb, const std::vector<std::string>& arguments) {
  po::options_description visible("options", help_width);
  verb.describe(visible);
  po::options_description all;
  all.add(visible).add_options()("help,h", "");
  po::positional_options_description positional;
  for (const auto& [argument, count] : verb.positional) {
    positional.add(argument.c_str(), count);
    if (count < 0) {
      all.add_options()(argument.c_str(), po::value<std::vector<std::string>>());
    } else {
      all.add_options()(argument.c_str(), po::value<std::string>());
    }
  }
  try {
    po::variables_map given;
    // No guessing of abbreviated options: a job script must mean the same with every version.
    const int style = po::command_line_style::unix_style & ~po::command_line_style::allow_guessing;
    po::store(po::command_line_parser(arguments).options(all).positional(positional).style(style).run(),
              given);
    if (given.count("help") > 0) return HelpOptions{help(verb, visible)};
    const std::string& first = verb.positional.front().first;
    if (given.count(first) == 0) throw UsageError(fmt::format("{} needs a {}", name, first));
    return verb.make(given);
  } catch (const po::error& error) {
    throw UsageError(fmt::format("{}\nusage: yieldscape {}\n(`yieldscape {} --help` explains the options)",
                                 error.what(), verb.usage, name));
  }
}

}  // namespace

std::vector<VerbHelp> verb_helps() {
  std::vector<VerbHelp> helps;
  for (const auto& [name, verb] : verbs()) {
    po::options_description described;
    verb.describe(described);
    VerbHelp help{.name = name,
                  .usage = verb.usage,
                  .summary = verb.summary,
                  .details = verb.details,
                  .file = verb.positional.front().first == "configuration" ? ".yaml" : ".h5"};
    for (const auto& option : described.options()) {
      OptionHelp known{.name = "--" + option->long_name(), .text = option->description()};
      const std::string shown = option->canonical_display_name(po::command_line_style::allow_dash_for_short);
      if (shown.starts_with('-')) known.short_name = shown;
      if (option->semantic()->max_tokens() > 0) {
        known.value = option->format_parameter();  // "SECONDS (=600)" with a default
        if (const auto place = known.value.find(" (="); place != std::string::npos) {
          known.text += " (default: " + known.value.substr(place + 3);
          known.value.erase(place);
        }
      }
      help.options.push_back(std::move(known));
    }
    helps.push_back(std::move(help));
  }
  return helps;
}

std::span<const ExitCodeHelp> exit_code_helps() {
  static const std::array<ExitCodeHelp, 11> table{{
      {"0", "complete"},
      {"1", "a bug of the program"},
      {"2", "wrong usage"},
      {"3", "wrong configuration"},
      {"4", "the run directory belongs to other physics"},
      {"5", "the run directory belongs to a run that is going on"},
      {"6", "input or output failed: disk full, quota, permission"},
      {"7", "a file is corrupt"},
      {"8", "finished, but some realizations failed; they are named"},
      {"71", "no rank made progress"},
      {"75", "stopped early on request; run again to go on"},
  }};
  return table;
}

Options parse_options(std::span<const std::string> arguments) {
  if (arguments.empty()) throw UsageError("a verb is missing\n\n" + overview());
  const std::string& first = arguments.front();
  if (first == "--help" || first == "-h" || first == "help") return HelpOptions{overview()};
  if (first == "--dump-config") return DumpConfigOptions{};
  // For cmake --install, which puts them where man and bash look.
  if (first == "--manual") return HelpOptions{manual_page(verb_helps())};
  if (first == "--completion") return HelpOptions{bash_completion(verb_helps())};
  if (first == "--version") {
    const BuildInfo build = build_info();
    return HelpOptions{fmt::format("yieldscape {} ({}), {}, {}\n", build.version, build.commit,
                                   build.compiler, build.flags)};
  }
  const auto verb = verbs().find(first);
  if (verb == verbs().end()) throw UsageError(fmt::format("there is no verb '{}'\n\n{}", first, overview()));
  return parse_verb(first, verb->second, {arguments.begin() + 1, arguments.end()});
}

}  // namespace yieldscape
