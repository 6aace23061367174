#include "service_rig.hpp"

namespace mailrig::api {

ServiceRig::ServiceRig(StoreLimits limits, ServiceOptions options)
    : store(limits, [this] { return wall; }),
      engine("mailrig.test", {[this] { return wall; }, [this] { return steady; }}),
      service(store, engine, std::move(options)) {}

std::shared_ptr<SessionRecord> ServiceRig::connect(const std::string& ip) {
  Facts facts;
  facts.listener = "smtp";
  facts.ip = ip;
  facts.client_port = 52114;
  facts.port = 1025;
  auto session = store.open_session(std::move(facts), steady);
  Facts learned = *session->facts();
  learned.helo = "client.test";
  learned.esmtp = true;
  session->learn(std::move(learned));
  session->append(steady, Who::client, EventKind::command, "EHLO client.test", 18, 0, Stage::ehlo);
  return session;
}

void ServiceRig::close(const std::shared_ptr<SessionRecord>& session) {
  session->note_quit();
  store.close_session(*session, ClosedBy::client, "quit", steady);
}

Store::Finished ServiceRig::send(SessionRecord& session, const std::string& from,
                                 const std::vector<std::string>& to, const std::string& content,
                                 const std::string& reply) {
  const bool kept = reply.front() == '2';
  store.begin_transaction(session, Sender{from, {{"SIZE", "4123"}, {"SMTPUTF8", {}}}}, steady);
  session.append(steady, Who::client, EventKind::command, "MAIL FROM:<" + from + ">", 20, 18,
                 Stage::mail);
  for (const std::string& each : to)
    session.add_recipient(Recipient{each, {}, "250 2.1.5 Ok", true, true});
  if (!kept) session.note_failure();
  session.set_reply(reply);
  return store.finish_transaction(session, reply.substr(0, 3), reply,
                                  std::make_shared<const Content>(content), kept, steady);
}

std::string ServiceRig::deliver(const std::string& from, const std::vector<std::string>& to,
                                const std::string& content, const std::string& reply) {
  const auto session = connect();
  const Store::Finished finished = send(*session, from, to, content, reply);
  close(session);
  return finished.message ? make_id('m', finished.message) : "";
}

Answer ServiceRig::ask(const std::string& method, const std::string& target, Headers headers,
                       const std::string& body) {
  Request request;
  request.method = method;
  request.target = target;
  request.headers = std::move(headers);
  if (!request.header("Host")) request.headers.emplace_back("Host", "localhost:8025");
  request.body = body;
  request.client_ip = "127.0.0.1";
  return service.handle(request);
}

Response ServiceRig::now(const std::string& method, const std::string& target, Headers headers,
                         const std::string& body) {
  Answer answer = ask(method, target, std::move(headers), body);
  if (const Work* work = std::get_if<Work>(&answer)) return work->perform(Stop(false));
  Response* response = std::get_if<Response>(&answer);
  EXPECT_NE(response, nullptr) << method << " " << target << " does not answer at once";
  return response ? std::move(*response) : Response{};
}

Json ServiceRig::json(const std::string& target) {
  const Response response = get(target);
  EXPECT_EQ(response.status, 200) << target << ": " << response.octets();
  EXPECT_EQ(response.content_type, "application/json") << target;
  return Json::parse(response.octets());
}

Json problem(const Response& response) {
  EXPECT_EQ(response.content_type, "application/problem+json") << response.octets();
  Json out = Json::parse(response.octets());
  EXPECT_EQ(out["status"], response.status);
  EXPECT_TRUE(out["type"].get<std::string>().starts_with("/problems/")) << out;
  EXPECT_FALSE(out["title"].get<std::string>().empty());
  EXPECT_FALSE(out["detail"].get<std::string>().empty()) << out;
  return out;
}

std::string header(const Response& response, const std::string& name) {
  for (const auto& [key, value] : response.headers)
    if (key == name) return value;
  return "";
}

}  // namespace mailrig::api
