#include "cli/setting.hpp"

#include <algorithm>
#include <cctype>

#include "cli/listener_setting.hpp"
#include "cli/quantity.hpp"

namespace mailrig::cli {
namespace {

using Values = std::vector<std::string>;

template <class Member>
Setting count(std::string name, std::string help, Member RigOptions::*member, Member least,
              Member most, std::string group = "Limits") {
  return {name,
          "N",
          help,
          group,
          false,
          [=](ServeOptions& options, const Values& values) -> std::string {
            Member number{};
            if (read_number(values.back(), number) && number >= least && number <= most) {
              options.rig.*member = number;
              return "";
            }
            return "a whole number from " + std::to_string(least) + " to " + std::to_string(most);
          }};
}

Setting size(std::string name, std::string help, std::uint64_t RigOptions::*member) {
  return {name,
          "SIZE",
          help,
          "Limits",
          false,
          [member](ServeOptions& options, const Values& values) -> std::string {
            const auto octets = parse_size(values.back());
            if (!octets) return octets.error().what;
            options.rig.*member = *octets;
            return "";
          }};
}

Setting duration(std::string name, std::string help, std::chrono::milliseconds RigOptions::*member,
                 std::chrono::milliseconds least) {
  return {name,
          "TIME",
          help,
          "Limits",
          false,
          [=](ServeOptions& options, const Values& values) -> std::string {
            const auto time = parse_time(values.back());
            if (!time) return time.error().what;
            if (*time < least) return "a time of at least " + std::to_string(least.count()) + "ms";
            options.rig.*member = *time;
            return "";
          }};
}

Setting list(std::string name, std::string placeholder, std::string help, std::string group,
             std::vector<std::string> RigOptions::*member) {
  return {name,
          placeholder,
          help,
          group,
          true,
          [member](ServeOptions& options, const Values& values) -> std::string {
            if (std::any_of(values.begin(), values.end(), [](auto& one) { return one.empty(); }))
              return "a value that is not empty";
            options.rig.*member = values;
            return "";
          }};
}

std::string bind(ServeOptions& options, const Values& values) {
  for (const std::string& one : values)
    if (!is_address(one)) return "an IPv4 or IPv6 address, like 127.0.0.1, ::1 or 0.0.0.0";
  options.rig.addresses = values;
  return "";
}

std::string log_form(ServeOptions& options, const Values& values) {
  using Log = RigOptions::Log;
  const std::string& word = values.back();
  if (word != "off" && word != "text" && word != "json") return "off, text or json";
  options.rig.log = word == "off" ? Log::off : word == "text" ? Log::text : Log::json;
  return "";
}

std::string hostname(ServeOptions& options, const Values& values) {
  const auto fits = [](unsigned char c) { return std::isalnum(c) || c == '-' || c == '.'; };
  const std::string& name = values.back();
  if (name.empty() || name.size() > 255 || !std::all_of(name.begin(), name.end(), fits))
    return "a domain name of letters, digits, dots and hyphens";
  options.rig.hostname = name;
  return "";
}

std::string port_file(ServeOptions& options, const Values& values) {
  if (values.back().empty()) return "the path of a file to write";
  options.port_file = values.back();
  return "";
}

std::string json(ServeOptions& options, const Values& values) {
  const std::string& word = values.back();
  if (word != "true" && word != "false") return "true or false";
  options.json = word == "true";
  return "";
}

std::string address_faults(ServeOptions& options, const Values& values) {
  const std::string& word = values.back();
  if (word != "on" && word != "off") return "on or off";
  options.rig.address_faults = word == "on";
  return "";
}

std::vector<Setting> table() {
  using R = RigOptions;
  using namespace std::chrono_literals;
  constexpr std::size_t many = 1'000'000;
  std::vector<Setting> all = listener_settings();
  std::vector<Setting> more = {
      {"bind", "ADDR", "Address to listen on (127.0.0.1 and ::1)", "Listeners", true, bind},
      {"hostname", "NAME", "Name in greetings (the machine's)", "Listeners", false, hostname},
      {"port-file", "FILE", "Write the bound ports there as JSON", "Listeners", false, port_file},
      list("allowed-host", "NAME", "Further Host that the API answers to", "Listeners",
           &R::allowed_hosts),
      list("allowed-origin", "URL", "Web origin that may use the API", "Listeners",
           &R::allowed_origins),
      list("scenario", "FILE", "Load a scenario: a file, a folder, or a name", "Behaviour",
           &R::scenarios),
      {"address-faults", "on|off", "Faults that addresses carry, beyond loopback too (off)",
       "Behaviour", false, address_faults},
      list("inbox", "NAME", "An inbox that exists from the start", "Behaviour", &R::inboxes),
      {"log", "FORM", "Log on stderr: off, text (the default) or json", "Behaviour", false,
       log_form},
      {"json", "", "Print the ready line as JSON", "Behaviour", false, json},
      count<unsigned>("threads", "I/O threads (the cores, at most 4)", &R::threads, 1, 64,
                      "Behaviour"),
      size("max-message", "One message (50MiB, at most half of max-kept)", &R::max_message),
      size("max-kept", "All that is kept (256MiB, or 1/4 of the memory)", &R::max_kept),
      size("max-transcript", "Transcript of one session (16MiB)", &R::max_transcript),
      size("max-body", "Body of one API request (64MiB)", &R::max_body),
      count<std::size_t>("max-recipients", "Recipients of one transaction (1000)",
                         &R::max_recipients, 1, many),
      count<std::size_t>("max-sessions", "Open SMTP sessions (10000)", &R::max_sessions, 1, many),
      count<std::size_t>("max-hanging", "Sessions that rules let hang (1000)", &R::max_hanging, 1,
                         many),
      count<std::size_t>("max-waiters", "Waiting API requests (1000)", &R::max_waiters, 1, many),
      count<std::size_t>("max-streams", "Event streams (64)", &R::max_streams, 1, many),
      count<std::size_t>("max-searches", "Searches that take long, at once (64)", &R::max_searches,
                         1, many),
      duration("idle", "Silence before 421 (5m)", &R::idle, 1ms),
      duration("drain", "Time to finish in when stopped (5s)", &R::drain, 0ms),
  };
  all.insert(all.end(), more.begin(), more.end());
  return all;
}

}  // namespace

std::string Setting::variable() const {
  std::string text = "MAILRIG_";
  for (const char c : name)
    text += c == '-' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return text;
}

const std::vector<Setting>& settings() {
  static const std::vector<Setting> all = table();
  return all;
}

std::string nearest(std::string_view word, const std::vector<std::string>& names) {
  std::string best;
  std::size_t least = std::max<std::size_t>(3, word.size() / 3) + 1;
  for (const std::string& name : names) {
    std::vector<std::size_t> row(name.size() + 1);  // Levenshtein's distance, row by row
    for (std::size_t j = 0; j <= name.size(); ++j) row[j] = j;
    for (std::size_t i = 1; i <= word.size(); ++i) {
      std::size_t diagonal = std::exchange(row[0], i);
      for (std::size_t j = 1; j <= name.size(); ++j) {
        const std::size_t change = diagonal + (word[i - 1] != name[j - 1]);
        diagonal = row[j];
        row[j] = std::min({row[j] + 1, row[j - 1] + 1, change});
      }
    }
    if (row.back() < least) {
      least = row.back();
      best = name;
    }
  }
  return best;
}

}  // namespace mailrig::cli
