package dev.maxdiff.broker.alpaca.stream;

import java.io.ByteArrayOutputStream;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;

/**
 * One connection of a {@link TradeStream}, from the attempt to the close. It assembles messages
 * from text or binary frames and records the time of the last frame.
 *
 * <p>The JDK calls the listener for one frame at a time.
 */
final class StreamConnection implements WebSocket.Listener {

  /** Bound on memory, in bytes; an update has a few kilobytes. */
  static final int MAX_MESSAGE = 1 << 20;

  private final TradeStream stream;
  private final LongSupplier nanos;
  private final long begun;
  private final ByteArrayOutputStream message = new ByteArrayOutputStream();
  private boolean tooLong;
  private CompletableFuture<?> lastSent = CompletableFuture.completedFuture(null);
  private volatile long lastReceived;
  private volatile WebSocket socket;

  StreamConnection(TradeStream stream, LongSupplier nanos) {
    this.stream = stream;
    this.nanos = nanos;
    this.begun = nanos.getAsLong();
    this.lastReceived = begun;
  }

  /** Nanoseconds since the start of the attempt. */
  long age() {
    return nanos.getAsLong() - begun;
  }

  /** Nanoseconds since the last frame of the server, pongs included. */
  long silence() {
    return nanos.getAsLong() - lastReceived;
  }

  /**
   * Sends after the previous message, because the server may respond before the JDK completes the
   * previous send.
   */
  void send(String text) {
    CompletableFuture<?> sending;
    synchronized (this) {
      sending = lastSent.thenCompose(done -> socket.sendText(text, true));
      lastSent = sending;
    }
    sending.whenComplete(
        (sent, failure) -> {
          if (failure != null) {
            stream.ended(this, failure);
          }
        });
  }

  /** Sends a ping; a missing pong shows in {@link #silence}. */
  void ping() {
    WebSocket open = socket;
    if (open != null) {
      open.sendPing(ByteBuffer.allocate(0));
    }
  }

  /** Sends a close frame, then closes the socket without waiting for the server. */
  void close() {
    WebSocket open = socket;
    if (open != null) {
      open.sendClose(WebSocket.NORMAL_CLOSURE, "").whenComplete((sent, failure) -> open.abort());
    }
  }

  void abort() {
    WebSocket open = socket;
    if (open != null) {
      open.abort();
    }
  }

  @Override
  public void onOpen(WebSocket opened) {
    socket = opened;
    markReceived(opened);
    stream.opened(this);
  }

  @Override
  public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    return received(from, StandardCharsets.UTF_8.encode(data.toString()), last);
  }

  @Override
  public CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
    return received(from, data, last);
  }

  @Override
  public CompletionStage<?> onPing(WebSocket from, ByteBuffer data) {
    markReceived(from);
    return null;
  }

  @Override
  public CompletionStage<?> onPong(WebSocket from, ByteBuffer data) {
    markReceived(from);
    return null;
  }

  @Override
  public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    stream.ended(this, "closed by the server with " + code + " " + reason);
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable failure) {
    stream.ended(this, failure);
  }

  private CompletionStage<?> received(WebSocket from, ByteBuffer data, boolean last) {
    tooLong |= message.size() + data.remaining() > MAX_MESSAGE;
    if (!tooLong) {
      byte[] part = new byte[data.remaining()];
      data.get(part);
      message.write(part, 0, part.length);
    }
    if (last) {
      String text = message.toString(StandardCharsets.UTF_8);
      boolean whole = !tooLong;
      message.reset();
      tooLong = false;
      if (whole) {
        stream.onMessage(this, text);
      } else {
        stream.onUnreadable(this, "a message of more than " + MAX_MESSAGE + " bytes");
      }
    }
    markReceived(from);
    return null;
  }

  private void markReceived(WebSocket from) {
    lastReceived = nanos.getAsLong();
    from.request(1);
  }
}
