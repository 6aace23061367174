// mailrig healthcheck: for containers.
#include <cstdio>
#include <memory>

#include "cli/command.hpp"
#include "rig/remote.hpp"

namespace mailrig::cli {

void add_healthcheck(CLI::App& program, Run& run) {
  CLI::App* app = program.add_subcommand("healthcheck", "Exit 0 if the server is ready, else 1");
  const auto server = std::make_shared<std::string>();
  app->add_option("--server", *server, "URL (MAILRIG_URL, or http://127.0.0.1:8025)")
      ->type_name("URL");
  app->footer("Example:\n  HEALTHCHECK CMD [\"mailrig\", \"healthcheck\"]");
  app->callback([&run, server] {
    run = [server] {
      const auto answer = Remote(*server).get("/readyz", {}, std::chrono::seconds(2));
      if (answer && answer->status == 200) return exit_ok;
      std::fprintf(stderr, "mailrig: %s\n",
                   answer ? ("not ready: /readyz answers " + std::to_string(answer->status)).c_str()
                          : answer.error().what.c_str());
      return exit_failed;
    };
  });
}

}  // namespace mailrig::cli
