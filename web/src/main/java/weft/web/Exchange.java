package weft.web;

import static weft.Weft.moveOnAfter;
import static weft.Weft.shield;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import weft.CancelScope;
import weft.CancelledError;
import weft.Weft;

/** One request and its answer: what the request's task does. */
final class Exchange {
  private static final Duration FOR_A_LAST_WORD = Duration.ofSeconds(5);

  private final Engine engine;
  private final org.eclipse.jetty.server.Request jettyRequest;
  private final org.eclipse.jetty.server.Response jettyResponse;
  private final Callback callback;
  private final AtomicBoolean completed = new AtomicBoolean();
  private final CancelScope scope = new CancelScope();
  private final Output output;
  private final Watch watch;
  private final Request request;
  private final RequestBody body;
  private final long began;
  private volatile boolean gone;
  private volatile @Nullable Thread task; // that does it, once it has begun
  private int status;
  private boolean isWhole;
  private @Nullable Upgrade upgrade;

  Exchange(
      Engine engine,
      org.eclipse.jetty.server.Request jettyRequest,
      org.eclipse.jetty.server.Response jettyResponse,
      Callback callback) {
    this.engine = engine;
    this.jettyRequest = jettyRequest;
    this.jettyResponse = jettyResponse;
    this.callback = callback;
    this.output = new Output(jettyResponse);
    this.watch = new Watch(connection(), this::clientIsGone);
    this.body = new RequestBody(jettyRequest, engine.settings().maxBody(), watch::allow);
    this.request = new Request(jettyRequest, body);
    this.began = engine.environment().clock().nanoTime();
    jettyRequest.addIdleTimeoutListener(_ -> false); // the deadline is for that
  }

  /** Does it on a task that goes on with the connection afterwards. */
  void runHere() {
    try {
      run();
    } catch (CancelledError _) {
      // the task hears of it again
    }
  }

  void run() {
    task = Thread.currentThread();
    scope.expireIn(engine.settings().deadline());
    try {
      boolean done = scope.run(() -> answer(respond()));
      if (!done) lastWord();
    } catch (Output.ClientGone _) {
      gone = true;
    } catch (CancelledError e) {
      lastWord();
      throw e;
    } catch (Throwable e) { // Jetty would keep an error to itself
      if (!gone) Failures.report(request, "the answer broke off", e);
    } finally {
      breakOff();
      try {
        tell(Duration.ofNanos(engine.environment().clock().nanoTime() - began));
      } finally { // whatever has failed: a WebSocket holds its place until it has run
        if (upgrade == null) request.over();
        else upgrade.start();
      }
    }
  }

  private void tell(Duration time) {
    try {
      engine.settings().onAnswered().accept(new Answered(request, status, isWhole, time));
    } catch (CancelledError e) {
      throw e;
    } catch (Throwable t) { // errors too: the request has been answered
      Failures.report(request, "onAnswered failed", t);
    }
  }

  Watch watch() {
    return watch;
  }

  Request request() {
    return request;
  }

  /** The thread that is at it; null before it begins. */
  @Nullable Thread task() {
    return task;
  }

  /** When it came, by the clock's nanoTime. */
  long began() {
    return began;
  }

  /** The connection that it came by. */
  Connection connection() {
    return jettyRequest.getConnectionMetaData().getConnection();
  }

  private void clientIsGone() {
    gone = true;
    scope.cancel("the client went away");
  }

  /** The answer of the handler, or to its failure. */
  private Response respond() {
    body.skipIfAbsent();
    var preflight = engine.settings().cors().preflight(request);
    if (preflight.isPresent()) return preflight.get();
    try {
      body.requireReadable();
      return engine.router().handle(request);
    } catch (CancelledError e) {
      throw e;
    } catch (Throwable t) {
      Weft.checkpoint(); // what a cancelled handler fails with is of no interest
      return engine.settings().routes().failures().answer(request, t);
    }
  }

  private void answer(Response given) throws IOException {
    var readable = engine.settings().cors().apply(request, given);
    var response = engine.settings().compresses() ? Compression.apply(request, readable) : readable;
    boolean bodiless = request.method().equals("HEAD") || !hasContent(response.status());
    switch (response.content()) {
      case Content.Upgrade asked -> upgrade(asked);
      case Content.Bytes(var bytes) -> {
        begin(response, bytes.length);
        output.write(true, bodiless ? null : ByteBuffer.wrap(bytes));
        succeed();
      }
      case Content.FilePart part -> {
        begin(response, part.length());
        scope.neverExpire();
        if (bodiless || part.length() == 0) output.write(true, null);
        else FileOutput.write(part, output);
        succeed();
      }
      case Content.Stream(var flow) -> {
        begin(response, -1);
        scope.neverExpire();
        watch.want();
        output.write(false, null); // the headers, which for HEAD are those of GET
        if (!bodiless) stream(flow);
        output.write(true, null);
        succeed();
      }
    }
  }

  private void stream(weft.flow.Flow<byte[]> flow) throws IOException {
    flow.forEach(bytes -> {
      if (bytes.length > 0) output.write(false, ByteBuffer.wrap(bytes));
    });
  }

  private void begin(Response response, long length) {
    status = response.status();
    jettyResponse.setStatus(status);
    HttpFields.Mutable headers = jettyResponse.getHeaders();
    for (var field : response.fields()) headers.add(field.name(), field.value());
    if (response.status() == 205) headers.put(HttpHeader.CONTENT_LENGTH, 0);
    else if (length >= 0 && hasContent(response.status())) {
      headers.put(HttpHeader.CONTENT_LENGTH, length);
    }
    boolean mayUseBody = length < 0; // what is sent may come of it
    if (engine.isClosing() || (!mayUseBody && !body.skipRest())) headers.put("Connection", "close");
  }

  private static boolean hasContent(int status) {
    return status != 204 && status != 205 && status != 304;
  }

  private void upgrade(Content.Upgrade asked) throws IOException {
    var handshake = Handshake.of(request, asked.options());
    var refusal = handshake.refusal(engine);
    if (refusal.isPresent()) answer(refusal.get());
    else if (!engine.places().tryAcquire()) answer(handshake.noPlace());
    else accept(handshake, asked);
  }

  /** Gives the place back if nothing comes of it. */
  private void accept(Handshake handshake, Content.Upgrade asked) throws IOException {
    try {
      upgrade = upgraded(handshake, asked);
    } finally {
      if (upgrade == null) engine.places().release();
    }
  }

  private Upgrade upgraded(Handshake handshake, Content.Upgrade asked) throws IOException {
    watch.end();
    var begun = new Upgrade(engine, jettyRequest.getConnectionMetaData(), handshake, asked);
    status = 101;
    jettyResponse.setStatus(status);
    handshake
        .headers()
        .forEach(field -> jettyResponse.getHeaders().put(field.name(), field.value()));
    jettyRequest.setAttribute(HttpStream.UPGRADE_CONNECTION_ATTRIBUTE, begun.connection());
    output.write(true, null);
    succeed();
    return begun;
  }

  /** Says why there is no answer, if that still can be said. */
  private void lastWord() {
    if (gone || jettyResponse.isCommitted() || completed.get()) return;
    String why = engine.isClosing() ? "the server goes away" : "this took too long";
    var _ =
        shield(() ->
            moveOnAfter(
                FOR_A_LAST_WORD,
                () -> {
                  jettyResponse.reset();
                  try {
                    answer(Failures.render(request, 503, why).header("Connection", "close"));
                  } catch (IOException _) {
                    gone = true;
                  }
                }));
  }

  /** Called when the task has ended, or could not begin. */
  void ended() {
    engine.exchanges().remove(this);
    if (task == null) breakOff();
  }

  private void succeed() {
    body.linger();
    if (!completed.compareAndSet(false, true)) return;
    isWhole = true;
    watch.end();
    engine.exchanges().remove(this);
    callback.succeeded();
  }

  /** Does nothing after a good end. */
  private void breakOff() {
    if (!completed.compareAndSet(false, true)) return;
    watch.end();
    engine.exchanges().remove(this);
    connection().getEndPoint().close(); // so that nobody takes what was sent for the whole
    callback.failed(new EofException("broken off"));
  }
}
