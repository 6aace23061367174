// mailrig healthcheck: for containers.
#include <cstdio>
#include <cstdlib>
#include <memory>

#include "cli/command.hpp"
#include "cli/quantity.hpp"
#include "rig/remote.hpp"

namespace mailrig::cli {
namespace {

// Where the server of this environment is: in a container both have the same variables.
std::string own_server() {
  const char* const url = std::getenv("MAILRIG_URL");
  const char* const port = std::getenv("MAILRIG_HTTP_PORT");
  unsigned number = 0;
  if ((url && *url) || !port || !read_number(port, number) || number == 0) return "";
  return "http://127.0.0.1:" + std::to_string(number);
}

}  // namespace

void add_healthcheck(CLI::App& program, Run& run) {
  CLI::App* app = program.add_subcommand("healthcheck", "Exit 0 if the server is ready, else 1");
  const auto server = std::make_shared<std::string>();
  app->add_option("--server", *server,
                  "URL (MAILRIG_URL, or MAILRIG_HTTP_PORT of 127.0.0.1, or 8025)")
      ->type_name("URL");
  app->footer("Example:\n  HEALTHCHECK CMD [\"mailrig\", \"healthcheck\"]");
  app->callback([&run, server] {
    run = [server] {
      const auto answer = Remote(server->empty() ? own_server() : *server)
                              .get("/readyz", {}, std::chrono::seconds(2));
      if (answer && answer->status == 200) return exit_ok;
      std::fprintf(stderr, "mailrig: %s\n",
                   answer ? ("not ready: /readyz answers " + std::to_string(answer->status)).c_str()
                          : answer.error().what.c_str());
      return exit_failed;
    };
  });
}

}  // namespace mailrig::cli
