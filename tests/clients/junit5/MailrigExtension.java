import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A fake mail server that keeps every message and fails on purpose, for the tests of a class:
 *
 * <pre>{@code
 * @RegisterExtension static final MailrigExtension mailrig = new MailrigExtension();
 *
 * @Test void welcomesAnn() throws Exception {
 *   signUp("ann@b.test", "127.0.0.1", mailrig.smtpPort());
 *   assertEquals("Welcome", mailrig.waitForMessage(Map.of("to", "ann@b.test"), "10s").subject());
 * }
 * }</pre>
 *
 * It listens on free ports, and each test finds it as at the start. The program is {@code mailrig}
 * of the PATH, or what MAILRIG_PROGRAM names. Needs Java 17 and JUnit 5 alone; rules and
 * expectations are JSON text, and so are answers, for the JSON library of your choice.
 */
public final class MailrigExtension
    implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback {

  /** A message: its octets as they were sent, its decoded text, and all else as JSON. */
  public record Message(String id, String subject, String text, byte[] raw, String json) {}

  private final List<String> flags;
  private final HttpClient client = HttpClient.newHttpClient();
  private Process process;
  private Map<?, ?> ports;
  private String url;
  private Object mark = "0";  // what came before concerns nobody any more

  /** Further flags of {@code mailrig serve}. */
  public MailrigExtension(String... flags) {
    this.flags = List.of(flags);
  }

  public int smtpPort() {
    return port("smtp");
  }

  /** The port of a listener: smtp, submission (with STARTTLS), smtps, http. */
  public int port(String listener) {
    return Integer.parseInt(ports.get(listener).toString());
  }

  public String url() {
    return url;
  }

  /**
   * The newest message that matches, as soon as one does. Filters are those of GET /v1/messages;
   * AssertionError with near misses if none comes within the timeout ("10s").
   */
  public Message waitForMessage(Map<String, String> filters, String timeout)
      throws IOException, InterruptedException {
    String list = "/v1/messages?limit=1&wait=" + timeout + query(filters);
    Object id = objects(object(ask("GET", list, null)), "items").get(0).get("id");
    String place = "/v1/messages/" + id;
    byte[] json = ask("GET", place, null);
    return new Message(id.toString(), (String) object(json).get("subject"),
        text(ask("GET", place + "/text", null)), ask("GET", place + "/raw", null), text(json));
  }

  /** How many messages match. */
  public int count(Map<String, String> filters) throws IOException, InterruptedException {
    byte[] list = ask("GET", "/v1/messages?limit=0" + query(filters), null);
    return Integer.parseInt(object(list).get("total").toString());
  }

  /** Arms a rule, or an array of rules: {@code {"on": "rcpt", "reply": "451 4.3.0 Later"}}. */
  public void rules(String json) throws IOException, InterruptedException {
    ask("POST", "/v1/rules", json);
  }

  /**
   * The verdict, as JSON, if all of the array of expectations hold; AssertionError with the reasons
   * of those that do not.
   */
  public String verify(String expect) throws IOException, InterruptedException {
    return text(ask("POST", "/v1/verify", "{\"expect\":" + expect + ",\"after\":" + mark + "}"));
  }

  /** As at the start: without messages and rules; what was refused before is not looked at. */
  public void reset() throws IOException, InterruptedException {
    for (String what : List.of("rules", "state", "messages"))
      ask("DELETE", "/v1/" + what + "?all=true", null);
    mark = object(ask("GET", "/v1/messages?limit=0", null)).get("seq");
  }

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    String program = System.getenv().getOrDefault("MAILRIG_PROGRAM", "mailrig");
    List<String> command = new ArrayList<>(List.of(program, "serve", "--smtp-port", "0",
        "--submission-port", "0", "--smtps-port", "0", "--http-port", "0", "--json", "--log", "off"));
    command.addAll(flags);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().remove("MAILRIG_PROGRAM");
    try {
      process = builder.start();
    } catch (IOException error) {
      throw new IllegalStateException("mailrig cannot be run (" + error.getMessage()
          + "): put it on the PATH, or name it by MAILRIG_PROGRAM", error);
    }
    String line = new BufferedReader(new InputStreamReader(process.getInputStream())).readLine();
    if (line == null)
      throw new IllegalStateException(
          "mailrig did not start: " + text(process.getErrorStream().readAllBytes()).strip());
    ports = (Map<?, ?>) new Json(line).read();
    url = "http://127.0.0.1:" + port("http");
    // A JVM that dies leaves no server behind.
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
  }

  @Override
  public void beforeEach(ExtensionContext context) throws Exception {
    reset();
  }

  @Override
  public void afterAll(ExtensionContext context) throws Exception {
    process.destroy();  // SIGTERM
    if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0)
      throw new IllegalStateException("mailrig did not end well");
  }

  private byte[] ask(String method, String target, String body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + target))
        .method(method, body == null ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(body));
    if (body != null) request.header("Content-Type", "application/json");
    HttpResponse<byte[]> answer =
        client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    if (answer.statusCode() >= 300)
      throw new AssertionError("mailrig: " + method + " " + target + ": "
          + explained(answer.statusCode(), text(answer.body())));
    return answer.body();
  }

  private String query(Map<String, String> filters) {
    return "&after=" + mark + filters.entrySet().stream()
        .map(each -> "&" + encoded(each.getKey()) + "=" + encoded(each.getValue()))
        .collect(Collectors.joining());
  }

  private static String text(byte[] octets) {
    return new String(octets, StandardCharsets.UTF_8);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static Map<?, ?> object(byte[] json) {
    return (Map<?, ?>) new Json(text(json)).read();
  }

  /** A problem or a verdict that failed, for a person. */
  private static String explained(int status, String answer) {
    if (!answer.startsWith("{")) return status + " " + answer;
    Map<?, ?> problem = (Map<?, ?>) new Json(answer).read();
    List<Map<?, ?>> failed = new ArrayList<>();
    for (Map<?, ?> each : objects(problem, "results"))
      if (!"pass".equals(each.get("verdict"))) failed.add(each);
    List<String> lines = new ArrayList<>();
    if (failed.isEmpty()) {
      Object detail = problem.get("detail") != null ? problem.get("detail") : problem.get("title");
      Object pointer = problem.get("pointer");
      lines.add(detail + (pointer == null ? "" : " at " + pointer));
    }
    addNearMisses(lines, problem);
    for (Map<?, ?> each : failed) {
      lines.add(each.get("name") + ": " + ((List<?>) each.get("because")).stream()
          .map(String::valueOf).collect(Collectors.joining("; ")));
      addNearMisses(lines, each);
    }
    if (problem.get("hint") != null && objects(problem, "nearMisses").isEmpty())
      lines.add(problem.get("hint").toString());
    return String.join("\n  ", lines);
  }

  private static void addNearMisses(List<String> lines, Map<?, ?> of) {
    for (Map<?, ?> miss : objects(of, "nearMisses")) {
      String differences = objects(miss, "differences").stream()
          .map(each -> each.get("field") + " is \"" + each.get("found") + "\", not \""
              + each.get("wanted") + "\"")
          .collect(Collectors.joining("; "));
      lines.add(miss.get("kind") + " " + miss.get("id") + " came close: "
          + (differences.isEmpty() ? miss.get("note") : differences));
    }
  }

  private static List<Map<?, ?>> objects(Map<?, ?> of, String name) {
    List<Map<?, ?>> all = new ArrayList<>();
    if (of.get(name) instanceof List<?> list)
      for (Object each : list) all.add((Map<?, ?>) each);
    return all;
  }

  /** Reads what mailrig writes: maps, lists, strings, and all else as the text that stands there. */
  private static final class Json {
    private final String text;
    private int at;

    Json(String text) {
      this.text = text;
    }

    Object read() {
      if (skips('{')) {
        Map<String, Object> object = new LinkedHashMap<>();
        while (!skips('}')) {
          String name = (String) read();
          skips(':');
          object.put(name, read());
          skips(',');
        }
        return object;
      }
      if (skips('[')) {
        List<Object> list = new ArrayList<>();
        while (!skips(']')) {
          list.add(read());
          skips(',');
        }
        return list;
      }
      if (skips('"')) return string();
      int begin = at;
      while (at < text.length() && ",]} \n".indexOf(text.charAt(at)) < 0) ++at;
      String word = text.substring(begin, at);
      return word.equals("null") ? null : word;
    }

    private boolean skips(char wanted) {
      while (at < text.length() && Character.isWhitespace(text.charAt(at))) ++at;
      if (at == text.length()) throw new IllegalStateException("mailrig: an answer ends early: " + text);
      if (text.charAt(at) != wanted) return false;
      ++at;
      return true;
    }

    private String string() {
      StringBuilder out = new StringBuilder();
      for (char c; (c = text.charAt(at++)) != '"';) {
        if (c == '\\') {
          c = text.charAt(at++);
          int plain = "nrtbf".indexOf(c);
          if (plain >= 0) {
            c = "\n\r\t\b\f".charAt(plain);
          } else if (c == 'u') {
            c = (char) Integer.parseInt(text.substring(at, at + 4), 16);
            at += 4;
          }
        }
        out.append(c);
      }
      return out.toString();
    }
  }
}
