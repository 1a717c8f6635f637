#include "yieldscape/config/document.hpp"

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <map>
#include <optional>
#include <sstream>

namespace yieldscape {
namespace {

constexpr const char* not_a_key = "a key must be a plain word; is a bracket missing?";

/// Ends the parsing: what is wrong, and where.
struct Malformed {
  Place place;
  std::string message;
};

/// Builds the tree from yaml-cpp's events. The events, unlike yaml-cpp's own nodes, keep duplicate keys and
/// are seen before memory is spent on them.
class TreeBuilder final : public YAML::EventHandler {
 public:
  explicit TreeBuilder(const SourceText& source) : source_(source), line_starts_{0} {
    for (std::size_t i = 0; i < source.text.size(); ++i) {
      if (source.text[i] == '\n') line_starts_.push_back(i + 1);
    }
  }

  [[nodiscard]] NodePtr root() const { return root_; }

  [[nodiscard]] Place place(const YAML::Mark& mark) const {
    if (mark.is_null()) return {&source_, 1, 1};
    return {&source_, std::size_t(mark.line) + 1, std::size_t(mark.column) + 1};
  }

  /// The parser's complaint in words that help.
  [[nodiscard]] Malformed translate(const YAML::Exception& fault) const {
    const Place at = place(fault.mark);
    const bool in_flow = !open_.empty() && open_.back().flow;
    const bool end_is_missing =
        fault.msg.find("flow not found") != fault.msg.npos || fault.msg == "illegal flow end";
    if (in_flow && end_is_missing) {
      const bool list = open_.back().node->kind == NodeKind::sequence;
      const Place& opened = open_.back().node->place;
      return {at, fmt::format("expected ',' or '{}' here: the '{}' of line {}, column {} is not closed",
                              list ? ']' : '}', list ? '[' : '{', opened.line, opened.column)};
    }
    if (fault.msg == "illegal map value") {
      return {at,
              "a ':' cannot stand here: is the indentation right, the line before complete, or a text with "
              "': ' in need of quotes?"};
    }
    if (fault.msg == "end of map not found" || fault.msg == "end of sequence not found") {
      return {at,
              "this does not continue what stands before it: is the indentation right, or a quote or comma "
              "missing?"};
    }
    if (fault.msg == "illegal flow end") return {at, "a closing bracket without its opening one"};
    if (fault.msg == "unknown token")
      return {at, "a text cannot begin with this character unless it is quoted"};
    return {at, "not valid YAML: " + fault.msg};
  }

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (documents_++ > 0) {
      throw Malformed{place(mark), "a second document begins here; a configuration is one YAML document"};
    }
  }
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const auto node = begin(mark, "", NodeKind::null);
    // The event stands at what follows; the place of a value that is not there is its key.
    if (!open_.empty() && open_.back().pending) node->place = open_.back().pending->key_place;
    finish(node, anchor);
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    const auto node = begin(mark, tag, NodeKind::scalar);
    node->text = value;
    node->quoted = tag == "!";
    if (node->quoted) expect_closed(node->place);
    finish(node, anchor);
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const auto found = anchors_.find(anchor);
    if (found == anchors_.end()) throw Malformed{place(mark), "an alias cannot stand within its own anchor"};
    // Counted as if written out, so that nested aliases cannot hide a huge text.
    count(found->second->weight, place(mark));
    place_in_parent(found->second, place(mark));
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value style) override {
    open(begin(mark, tag, NodeKind::sequence), anchor, style == YAML::EmitterStyle::Flow);
  }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value style) override {
    open(begin(mark, tag, NodeKind::mapping), anchor, style == YAML::EmitterStyle::Flow);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapEnd() override { close(); }

 private:
  struct Open {
    std::shared_ptr<Node> node;
    YAML::anchor_t anchor = 0;
    bool flow = false;                   ///< within brackets
    std::optional<Node::Entry> pending;  ///< a key that waits for its value
  };

  void count(std::size_t values, const Place& at) {
    total_ += values;
    if (total_ > max_values)
      throw Malformed{at, fmt::format("more than {} values (aliases written out)", max_values)};
  }

  std::shared_ptr<Node> begin(const YAML::Mark& mark, const std::string& tag, NodeKind kind) {
    auto node = std::make_shared<Node>();
    node->kind = kind;
    node->place = place(mark);
    count(1, node->place);
    if (!tag.empty() && tag != "?" && tag != "!") {
      constexpr std::string_view core = "tag:yaml.org,2002:";
      const std::string shown = tag.starts_with(core) ? "!!" + tag.substr(core.size()) : tag;
      throw Malformed{node->place, fmt::format("tags are not used here; remove '{}'", printable(shown))};
    }
    return node;
  }

  void open(std::shared_ptr<Node> node, YAML::anchor_t anchor, bool flow) {
    if (!open_.empty() && open_.back().node->kind == NodeKind::mapping && !open_.back().pending) {
      throw Malformed{node->place, not_a_key};
    }
    if (open_.size() == max_depth) {
      throw Malformed{node->place, fmt::format("nested more than {} levels deep", max_depth)};
    }
    open_.push_back({std::move(node), anchor, flow, std::nullopt});
  }

  void close() {
    const Open closed = std::move(open_.back());
    open_.pop_back();
    finish(closed.node, closed.anchor);
  }

  void finish(const NodePtr& node, YAML::anchor_t anchor) {
    if (anchor != 0) anchors_[anchor] = node;
    place_in_parent(node, node->place);
  }

  void place_in_parent(const NodePtr& node, const Place& at) {
    if (open_.empty()) {
      root_ = node;
      return;
    }
    auto& [parent, anchor, flow, pending] = open_.back();
    parent->weight += node->weight;
    if (parent->kind == NodeKind::sequence) {
      parent->items.push_back(node);
    } else if (pending) {
      pending->value = node;
      parent->entries.push_back(std::move(*pending));
      pending.reset();
    } else if (node->kind == NodeKind::scalar) {
      pending = Node::Entry{node->text, at, nullptr};
    } else {
      throw Malformed{at, not_a_key};
    }
  }

  /// yaml-cpp takes the end of the text for the end of a quoted scalar; almost always a quote is missing.
  void expect_closed(const Place& begin) const {
    if (begin.line > line_starts_.size()) return;
    const std::size_t from = std::min(line_starts_[begin.line - 1] + begin.column - 1, source_.text.size());
    const std::string_view rest = std::string_view(source_.text).substr(from);
    if (rest.empty() || (rest[0] != '"' && rest[0] != '\'')) return;
    for (std::size_t i = 1; i < rest.size(); ++i) {
      if (rest[0] == '"' && rest[i] == '\\') {
        ++i;
      } else if (rest[i] == rest[0]) {
        return;
      }
    }
    throw Malformed{begin, fmt::format("the quote {} is not closed", rest[0])};
  }

  const SourceText& source_;
  std::vector<std::size_t> line_starts_;
  NodePtr root_;
  std::vector<Open> open_;
  std::map<YAML::anchor_t, NodePtr> anchors_;
  std::size_t documents_ = 0;
  std::size_t total_ = 0;
};

/// Tabs that indent. yaml-cpp takes some of them for spaces, and the meaning of the file becomes a guess.
/// Within a block scalar (| or >) a tab after the indentation is text.
bool report_tabs(const SourceText& source, Diagnostics& diagnostics) {
  bool found = false;
  bool in_block = false;              // within a block scalar …
  std::size_t block_indentation = 0;  // … opened by a line of this indentation
  std::string_view rest = source.text;
  for (std::size_t number = 1; !rest.empty(); ++number) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(rest.size(), line.size() + 1));
    const std::size_t spaces = std::min(line.find_first_not_of(' '), line.size());
    const std::size_t content = line.find_first_not_of(" \t");
    if (content == std::string_view::npos) continue;
    if (spaces <= block_indentation) in_block = false;
    if (in_block || line[content] == '#') continue;
    if (spaces < content) {
      diagnostics.error({&source, number, spaces + 1},
                        "a tab in the indentation; YAML indents with spaces only");
      found = true;
    }
    const std::size_t last = line.find_last_not_of(" \t+-0123456789");
    if (last != std::string_view::npos && last > 0 && (line[last] == '|' || line[last] == '>') &&
        line[last - 1] == ' ') {
      in_block = true;
      block_indentation = spaces;
    }
  }
  return found;
}

Place place_at(const SourceText& source, std::size_t offset) {
  const std::string_view before = std::string_view(source.text).substr(0, offset);
  const auto line = std::size_t(std::count(before.begin(), before.end(), '\n')) + 1;
  const auto line_start = before.rfind('\n') == before.npos ? 0 : before.rfind('\n') + 1;
  return {&source, line, offset - line_start + 1};
}

}  // namespace

NodePtr parse_document(const SourceText& source, Diagnostics& diagnostics) {
  if (source.text.size() > max_config_bytes) {
    diagnostics.error({&source, 1, 1},
                      fmt::format("larger than {} MiB, so not a configuration", max_config_bytes >> 20));
    return nullptr;
  }
  if (const std::size_t at = first_non_text(source.text); at != std::string_view::npos) {
    diagnostics.error(place_at(source, at), fmt::format("byte 0x{:02X} is not UTF-8 text",
                                                        static_cast<unsigned char>(source.text[at])));
    return nullptr;
  }
  if (report_tabs(source, diagnostics)) return nullptr;

  TreeBuilder builder(source);
  try {
    std::istringstream in(source.text);
    YAML::Parser parser(in);
    while (parser.HandleNextDocument(builder)) {
    }
  } catch (const Malformed& fault) {
    diagnostics.error(fault.place, fault.message);
    return nullptr;
  } catch (const YAML::Exception& fault) {
    const Malformed translated = builder.translate(fault);
    diagnostics.error(translated.place, translated.message);
    return nullptr;
  }
  if (!builder.root() || builder.root()->kind == NodeKind::null) {
    diagnostics.error({&source, 1, 1}, "there is nothing in it but comments");
    return nullptr;
  }
  return builder.root();
}

std::string describe(const Node& node) {
  switch (node.kind) {
    case NodeKind::null:
      return "nothing";
    case NodeKind::sequence:
      return "a list";
    case NodeKind::mapping:
      return "a mapping";
    case NodeKind::scalar:
      break;
  }
  return fmt::format("{}'{}'", node.quoted ? "the text " : "", printable(node.text, 40));
}

}  // namespace yieldscape
