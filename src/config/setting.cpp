#include "yieldscape/config/setting.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>
#include <limits>
#include <optional>

#include "yieldscape/core/contracts.hpp"

namespace yieldscape {
namespace {

enum class Fault { none, not_a_number, not_finite, too_large, too_small };

struct Number {
  double value = 0;
  Fault fault = Fault::none;
};

/// A number as YAML and C write it: 0.5, .5, +5e-1, .inf. Nothing may follow it.
Number parse_number(std::string_view text) {
  bool negative = false;
  if (!text.empty() && (text[0] == '+' || text[0] == '-')) {
    negative = text[0] == '-';
    text.remove_prefix(1);
  }
  std::string word(text);
  std::transform(word.begin(), word.end(), word.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
  if (word == "nan" || word == ".nan") return {0, Fault::not_finite};
  if (word == "inf" || word == ".inf" || word == "infinity") {
    const double infinity = std::numeric_limits<double>::infinity();
    return {negative ? -infinity : infinity, Fault::none};
  }
  // from_chars would also take "nan(...)"; a number begins with a digit or a point.
  if (word.empty() || !(word[0] == '.' || (word[0] >= '0' && word[0] <= '9')))
    return {0, Fault::not_a_number};
  double value = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
  if (end != word.data() + word.size()) return {0, Fault::not_a_number};
  if (error == std::errc::result_out_of_range) {
    const auto exponent = word.find('e');
    const bool small = exponent != word.npos && word[exponent + 1] == '-';
    return {0, small ? Fault::too_small : Fault::too_large};
  }
  if (error != std::errc()) return {0, Fault::not_a_number};
  return {negative ? -value : value, Fault::none};
}

std::string kind_text(const KeySpec& key) {
  switch (key.type) {
    case ValueType::text:
      return "a text";
    case ValueType::boolean:
      return "true or false";
    case ValueType::whole:
    case ValueType::lengths:
      return "a whole number";
    case ValueType::real:
    case ValueType::reals:
      return "a number";
    case ValueType::choice:
      return choices_text(key.choices);
    case ValueType::spread:
      return choices_text(key.choices) + ", or a number";
    case ValueType::file:
      return "the path of a file";
  }
  return {};
}

void wrong_type(const KeySpec& key, const Node& node, Diagnostics& diagnostics) {
  if (node.kind == NodeKind::null) {
    diagnostics.error(node.place, fmt::format("'{}' has no value; it must be {}", key.path, kind_text(key)));
    return;
  }
  const bool looks_right = node.quoted && parse_number(node.text).fault == Fault::none;
  diagnostics.error(node.place, fmt::format("'{}' must be {}, got {}{}", key.path, kind_text(key),
                                            describe(node), looks_right ? "; remove the quotes" : ""));
}

bool within(const Range& range, double value) {
  if (std::isinf(value) && !range.may_be_infinite) return false;
  return (range.above_lower ? value > range.lower : value >= range.lower) && value <= range.upper;
}

std::optional<double> read_real(const KeySpec& key, const Node& node, Diagnostics& diagnostics) {
  const Number number = parse_number(node.text);
  if (node.kind != NodeKind::scalar || node.quoted || number.fault == Fault::not_a_number) {
    wrong_type(key, node, diagnostics);
    return std::nullopt;
  }
  const auto refuse = [&](std::string_view why) -> std::optional<double> {
    diagnostics.error(node.place,
                      fmt::format("'{}' must be {}, got {}", key.path, why, printable(node.text, 40)));
    return std::nullopt;
  };
  if (number.fault == Fault::too_large || number.fault == Fault::too_small) {
    return refuse(number.fault == Fault::too_large ? "a number below 1.8e308"
                                                   : "0 or a number above 2.2e-308");
  }
  if (number.fault == Fault::not_finite) return refuse("a finite number");
  if (std::isinf(number.value) && !key.range.may_be_infinite) return refuse("a finite number");
  if (!within(key.range, number.value)) return refuse(range_text(key));
  return number.value == 0 ? 0.0 : number.value;  // no negative zero
}

std::optional<std::uint64_t> read_whole(const KeySpec& key, const Node& node, Diagnostics& diagnostics) {
  if (node.kind != NodeKind::scalar || node.quoted) {
    wrong_type(key, node, diagnostics);
    return std::nullopt;
  }
  const std::string_view digits = std::string_view(node.text).substr(node.text.starts_with('+') ? 1 : 0);
  std::uint64_t whole = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), whole);
  bool exact = error == std::errc();
  if (digits.empty() || end != digits.data() + digits.size()) {
    // 1.6e1 is a whole number, too, below the 2^53 up to which doubles count in ones.
    const Number number = parse_number(node.text);
    const bool is_number = number.fault != Fault::not_a_number && number.fault != Fault::not_finite;
    if (!is_number || number.value != std::floor(number.value)) {
      wrong_type(key, node, diagnostics);
      return std::nullopt;
    }
    exact = number.fault == Fault::none && number.value >= 0 && number.value < 9007199254740992.0;
    if (exact) whole = std::uint64_t(number.value);
  }
  if (!exact || !within(key.range, double(whole))) {
    diagnostics.error(node.place, fmt::format("'{}' must be {}, got {}", key.path, range_text(key),
                                              printable(node.text, 40)));
    return std::nullopt;
  }
  return whole;
}

Value read_choice(const KeySpec& key, const Node& node, Diagnostics& diagnostics) {
  if (node.kind == NodeKind::scalar) {
    if (std::find(key.choices.begin(), key.choices.end(), node.text) != key.choices.end()) return node.text;
  }
  wrong_type(key, node, diagnostics);
  return {};
}

Value read_list(const KeySpec& key, const Node& node, Diagnostics& diagnostics) {
  const bool lengths = key.type == ValueType::lengths;
  if (node.kind != NodeKind::sequence || (lengths && node.items.size() != 2)) {
    diagnostics.error(
        node.place, fmt::format("'{}' must be a list of {}, such as {}; got {}", key.path,
                                lengths ? "two whole numbers" : "numbers", lengths ? key.example : "[0.2, 1]",
                                node.kind == NodeKind::sequence ? fmt::format("{} of them", node.items.size())
                                                                : describe(node)));
    return {};
  }
  std::vector<double> values;
  bool valid = true;
  for (const NodePtr& item : node.items) {
    const std::optional<double> value = lengths ? std::optional<double>(read_whole(key, *item, diagnostics))
                                                : read_real(key, *item, diagnostics);
    valid = valid && value;
    values.push_back(value.value_or(0));
  }
  return valid ? Value(std::move(values)) : Value();
}

template <class T>
Value value_of(const std::optional<T>& read) {
  return read ? Value(*read) : Value();
}

}  // namespace

Value read_value(const KeySpec& key, const Node& node, Diagnostics& diagnostics) {
  switch (key.type) {
    case ValueType::whole:
      return value_of(read_whole(key, node, diagnostics));
    case ValueType::real:
      return value_of(read_real(key, node, diagnostics));
    case ValueType::reals:
    case ValueType::lengths:
      return read_list(key, node, diagnostics);
    case ValueType::choice:
      return read_choice(key, node, diagnostics);
    case ValueType::spread:
      if (parse_number(node.text).fault != Fault::not_a_number)
        return value_of(read_real(key, node, diagnostics));
      return read_choice(key, node, diagnostics);
    case ValueType::boolean:
      if (node.kind == NodeKind::scalar && !node.quoted && (node.text == "true" || node.text == "false")) {
        return node.text == "true";
      }
      break;
    case ValueType::text:
    case ValueType::file:
      if (node.kind != NodeKind::scalar || (key.type == ValueType::file && node.text.empty())) break;
      return node.text;
  }
  wrong_type(key, node, diagnostics);
  return {};
}

const Value& default_value(KeyId key) {
  static const std::vector<Value> defaults = [] {
    std::vector<Value> values;
    for (const KeySpec& spec : schema()) {
      const SourceText source{.title = "default of " + spec.path, .directory = {}, .text = spec.fallback};
      Diagnostics diagnostics;
      const NodePtr node = spec.fallback.empty() ? nullptr : parse_document(source, diagnostics);
      values.push_back(node ? read_value(spec, *node, diagnostics) : Value());
      ENSURES(diagnostics.empty());
    }
    return values;
  }();
  return defaults[index(key)];
}

std::string quoted_if_needed(std::string_view text) {
  const auto plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '.' || c == '/' || c == '+' || c == '-';
  };
  const bool letter_first =
      !text.empty() && (std::isalpha(static_cast<unsigned char>(text[0])) || text[0] == '/');
  static constexpr std::string_view reserved[] = {"null", "Null", "NULL"};
  if (letter_first && std::all_of(text.begin(), text.end(), plain) &&
      std::find(std::begin(reserved), std::end(reserved), text) == std::end(reserved)) {
    return std::string(text);
  }
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      result += '\\';
      result += c;
    } else if (c == '\n') {
      result += "\\n";
    } else if (c == '\t') {
      result += "\\t";
    } else {
      result += c;
    }
  }
  return result + '"';
}

std::string written(const Value& value) {
  struct Writer {
    std::string operator()(std::monostate) const { return "?"; }
    std::string operator()(double number) const {
      if (std::isinf(number)) return number > 0 ? ".inf" : "-.inf";
      return fmt::format("{}", number);
    }
    std::string operator()(std::uint64_t number) const { return fmt::format("{}", number); }
    std::string operator()(bool flag) const { return flag ? "true" : "false"; }
    std::string operator()(const std::string& text) const { return quoted_if_needed(text); }
    std::string operator()(const std::vector<double>& list) const {
      return fmt::format("[{}]", fmt::join(list, ", "));
    }
  };
  return std::visit(Writer{}, value);
}

std::string written(const Setting& setting) {
  if (spec(setting.key).type == ValueType::file) return quoted_if_needed(file_of(setting).string());
  return written(setting.value);
}

std::filesystem::path file_of(const Setting& setting) {
  const std::filesystem::path given = std::get<std::string>(setting.value);
  return std::filesystem::absolute(setting.node->place.source->directory / given).lexically_normal();
}

}  // namespace yieldscape
