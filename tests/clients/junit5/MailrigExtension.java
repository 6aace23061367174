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
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
 * It listens on free ports, and each test finds it without messages and rules. The program is
 * {@code mailrig} of the PATH, or what MAILRIG_PROGRAM names. Needs Java 17 and JUnit 5 alone; rules
 * and expectations are JSON text, and so are answers, for the JSON library of your choice.
 */
public final class MailrigExtension
    implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback {

  /** A message: its octets as they were sent, its decoded text, and all else as JSON. */
  public record Message(String id, String subject, String text, byte[] raw, String json) {}

  private final List<String> flags;
  private final HttpClient client = HttpClient.newHttpClient();
  private Process process;
  private int smtpPort;
  private String url;

  /** Further flags of {@code mailrig serve}. */
  public MailrigExtension(String... flags) {
    this.flags = List.of(flags);
  }

  public int smtpPort() {
    return smtpPort;
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
    String query = filters.entrySet().stream()
        .map(each -> "&" + encoded(each.getKey()) + "=" + encoded(each.getValue()))
        .collect(Collectors.joining());
    String list = text(ask("GET", "/v1/messages?limit=1&wait=" + timeout + query, null));
    String id = member(list, "id");
    String place = "/v1/messages/" + id;
    String json = text(ask("GET", place, null));
    return new Message(id, member(json, "subject"), text(ask("GET", place + "/text", null)),
        ask("GET", place + "/raw", null), json);
  }

  /** How many messages match. */
  public int count(Map<String, String> filters) throws IOException, InterruptedException {
    String query = filters.entrySet().stream()
        .map(each -> "&" + encoded(each.getKey()) + "=" + encoded(each.getValue()))
        .collect(Collectors.joining());
    String list = text(ask("GET", "/v1/messages?limit=0" + query, null));
    Matcher total = Pattern.compile("\"total\":(\\d+)").matcher(list);
    if (!total.find()) throw new AssertionError("mailrig: no total in " + list);
    return Integer.parseInt(total.group(1));
  }

  /** Arms a rule, or an array of rules: {@code {"on": "rcpt", "reply": "451 4.3.0 Later"}}. */
  public void rules(String json) throws IOException, InterruptedException {
    ask("POST", "/v1/rules", json);
  }

  /** The verdict, as JSON, if all of the array of expectations hold; AssertionError if not. */
  public String verify(String expect) throws IOException, InterruptedException {
    return text(ask("POST", "/v1/verify", "{\"expect\":" + expect + "}"));
  }

  /** Removes messages and rules. */
  public void reset() throws IOException, InterruptedException {
    ask("DELETE", "/v1/rules?all=true", null);
    ask("DELETE", "/v1/messages?all=true", null);
  }

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    String program = System.getenv().getOrDefault("MAILRIG_PROGRAM", "mailrig");
    List<String> command = new ArrayList<>(List.of(program, "serve", "--smtp-port", "0",
        "--http-port", "0", "--json", "--log", "off"));
    command.addAll(flags);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().remove("MAILRIG_PROGRAM");
    process = builder.start();
    String line = new BufferedReader(new InputStreamReader(process.getInputStream())).readLine();
    if (line == null)
      throw new IllegalStateException(
          "mailrig did not start: " + text(process.getErrorStream().readAllBytes()).strip());
    smtpPort = Integer.parseInt(number(line, "smtp"));
    url = "http://127.0.0.1:" + number(line, "http");
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
      throw new AssertionError("mailrig: " + method + " " + target + " answers "
          + answer.statusCode() + " " + text(answer.body()));
    return answer.body();
  }

  private static String text(byte[] octets) {
    return new String(octets, StandardCharsets.UTF_8);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String number(String json, String name) {
    Matcher found = Pattern.compile("\"" + name + "\":(\\d+)").matcher(json);
    if (!found.find()) throw new IllegalStateException("mailrig: no " + name + " in " + json);
    return found.group(1);
  }

  /** The first member of that name whose value is a string; null if there is none. */
  private static String member(String json, String name) {
    Matcher found =
        Pattern.compile("\"" + name + "\":\"((?:[^\"\\\\]|\\\\.)*)\"").matcher(json);
    if (!found.find()) return null;
    Matcher escape = Pattern.compile("\\\\(u(....)|.)").matcher(found.group(1));
    return escape.replaceAll(each -> Matcher.quoteReplacement(switch (each.group(1).charAt(0)) {
      case 'u' -> String.valueOf((char) Integer.parseInt(each.group(2), 16));
      case 'n' -> "\n";
      case 't' -> "\t";
      case 'r' -> "\r";
      case 'b' -> "\b";
      case 'f' -> "\f";
      default -> each.group(1);
    }));
  }
}
