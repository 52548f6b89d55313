package weft.web;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;

/** What a server was told. */
record ServerSettings(
    Routes routes,
    String host,
    int port,
    Optional<SSLContext> tls,
    Duration deadline,
    Duration idle,
    Duration closing,
    int maxBody,
    int maxHeader,
    int maxConnections,
    int maxWebSockets,
    boolean compresses,
    Cors cors,
    Consumer<? super Answered> onAnswered) {}
