#include "api/verify.hpp"

#include <chrono>

#include "api/transcript.hpp"
#include "json/expectation_json.hpp"
#include "json/junit_xml.hpp"
#include "json/verdict_json.hpp"

namespace mailrig::api {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr std::string_view junit_type = "application/junit+xml";
constexpr milliseconds silent_step{100};              // between looks at what wakes nobody
constexpr std::size_t most_transcripts = 256 * 1024;  // octets, of one expectation

// One POST over time. Looks no more than a fifth of the time, however long a look takes.
struct Watch {
  const Store& store;
  Verification verification;
  Scope scope;
  std::string suite;
  bool as_junit;
  Slot slot = {};
  json::VerdictReport report = {};
  steady_clock::time_point not_before = {};

  bool look(Verification::Time time) {
    const auto began = steady_clock::now();
    if (time == Verification::Time::more && began < not_before) return false;
    const Evidence evidence = gather(store, scope, verification.lines());
    report.sessions = evidence.sessions.size();
    report.seq = evidence.seq;
    const bool decided = verification.look(evidence, scope, store.wall_now(), time);
    const auto ended = steady_clock::now();
    not_before = ended + 4 * (ended - began);
    return decided;
  }

  // How long nothing new can be said unless something happens.
  milliseconds rest() const {
    milliseconds rest{24 * 3'600'000};
    if (const auto deadline = verification.deadline())
      rest = std::chrono::ceil<milliseconds>(*deadline - store.wall_now());
    if (verification.silent()) rest = std::min(rest, silent_step);
    const auto held = std::chrono::ceil<milliseconds>(not_before - steady_clock::now());
    return std::max({rest, held, milliseconds(1)});
  }

  Response response() {
    report.results = verification.results();
    Response response;
    response.status = verdict_of(report.results) == Judgement::pass ? 200 : 422;
    response.headers.emplace_back("Vary", "Accept");
    if (as_junit) {
      response.content_type = junit_type;
      response.body = junit();
    } else {
      response.body = json::write_verdict(report);
    }
    return response;
  }

 private:
  std::string junit() const {
    std::vector<json::JunitCase> cases;
    for (const ExpectationResult& each : report.results)
      cases.push_back(json::junit_case(
          each, each.verdict == Judgement::pass ? std::string() : transcripts_of(each.sessions)));
    return json::write_junit({{suite, std::move(cases)}});
  }

  std::string transcripts_of(const std::vector<std::string>& sessions) const {
    std::string all;
    for (const std::string& id : sessions) {
      const auto found = store.session(parse_id('s', id).value_or(0));
      const auto* session = std::get_if<std::shared_ptr<SessionRecord>>(&found);
      if (!session) continue;
      all += transcript_text((*session)->state(), conversation(store, **session),
                             json::Secrets::masked) +
             "\n";
      if (all.size() > most_transcripts) return all + "(and more)\n";
    }
    return all;
  }
};

// Whether a look takes long enough to be work for another thread.
bool is_much(const Store& store) {
  const StoreCounts counts = store.counts();
  return counts.messages + counts.transactions + counts.sessions > 2'000;
}

bool wants_junit(const Request& request) {
  const std::string_view accept = request.header("Accept").value_or("");
  const std::size_t xml =
      std::min({accept.find(junit_type), accept.find("application/xml"), accept.find("text/xml")});
  return xml < accept.find("application/json");
}

Problem no_scenario(const std::string& name) {
  Problem problem = unknown_id("scenario", name);
  problem.pointer = "/scenario";
  problem.hint = "load it with --scenario, or send its expectations as \"expect\"";
  return problem;
}

// Fills in the expectations of the scenario that is named, and its inboxes.
std::optional<Problem> find_scenario(const Context& context, json::VerifyRequest& request) {
  if (request.scenario.empty()) return std::nullopt;
  const auto status = context.engine().scenario(request.scenario);
  if (!status) return no_scenario(request.scenario);
  if (!status->scenario.expect.empty())
    if (auto expect = json::read_expectations(status->scenario.expect))
      request.expect = std::move(*expect);
  if (!request.inbox && !status->scenario.inbox.everyone())
    if (auto inbox = Pattern::parse(status->scenario.inbox.text, Field::inbox))
      request.inbox = std::move(*inbox);
  if (!request.expect.empty()) return std::nullopt;
  return Problem{.status = 409,
                 .type = "nothing-to-verify",
                 .title = "The scenario expects nothing",
                 .detail = "scenario \"" + request.scenario + "\" has no expectations",
                 .hint = "add \"expect\" to its file, or send expectations of your own",
                 .pointer = "/scenario"};
}

}  // namespace

Answer verify(const Context& context) {
  auto request = json::read_verify_request(context.request.body);
  if (!request) return to_response(bad_body(request.error()));
  if (auto problem = find_scenario(context, *request)) return to_response(*problem);
  Scope scope;
  scope.inbox = request->inbox;
  scope.after = request->after;
  scope.policy_time = [&engine = context.engine()](const std::string& inbox, WallTime real) {
    return engine.clock(inbox).at(real);
  };
  const auto watching = request->until_idle ? Watching::until_no_session_is_open : Watching::whole;
  const auto watch = std::make_shared<Watch>(
      Watch{context.store(),
            Verification(std::move(request->expect), context.store().wall_now(), watching),
            std::move(scope), request->scenario.empty() ? "expectations" : request->scenario,
            wants_junit(context.request)});
  const milliseconds limit = watch->verification.limit();
  const auto conclude = [watch] {
    watch->look(Verification::Time::last);
    return watch->response();
  };
  if (limit.count() == 0) {
    if (!is_much(context.store())) return conclude();
    return Work{[conclude](const Stop&) { return conclude(); }};
  }
  watch->slot = context.take_waiter();
  if (!watch->slot) return too_many("waits", context.options().max_waiters, "--max-waiters");
  Wait wait;
  wait.limit = limit;
  wait.attempt = [watch, &stopping = context.stopping()]() -> std::optional<Response> {
    if (watch->look(Verification::Time::more)) return watch->response();
    if (stopping) return Service::shutting_down();
    return std::nullopt;
  };
  wait.rest = [watch] { return watch->rest(); };
  wait.expired = conclude;
  wait.heavy = [&store = context.store()] { return is_much(store); };
  wait.stop = std::make_shared<Stop>(false);
  return wait;
}

}  // namespace mailrig::api
