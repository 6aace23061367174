// The subcommands. Each adds itself to the program and leaves what to run in `run`.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <string>

namespace mailrig::cli {

// Exit codes that all subcommands share; wait has one of its own.
inline constexpr int exit_ok = 0, exit_failed = 1, exit_usage = 2, exit_unreachable = 3;

using Run = std::function<int()>;

// `serve` is also what runs without a subcommand: its flags are added to `program` as well.
void add_serve(CLI::App& program, Run& run);
void add_wait(CLI::App& program, Run& run);
void add_log(CLI::App& program, Run& run);
void add_sendmail(CLI::App& program, Run& run);
void add_load(CLI::App& program, Run& run);
void add_healthcheck(CLI::App& program, Run& run);
// What describes the program itself; they read `program` when they run.
void add_completion(CLI::App& program, Run& run);
void add_manual(CLI::App& program, Run& run);

// Runs the program; the exit code.
int main(int count, char** arguments);

}  // namespace mailrig::cli
