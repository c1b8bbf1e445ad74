package io.skyv.together;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/** JSON over HTTP, as an app developer would use it. */
final class Rest {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final Duration BOUND = Duration.ofMinutes(2);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI base;

    Rest(URI base) {
        this.base = base;
    }

    /** An answer, whatever its status. */
    record Answer(int status, String contentType, byte[] body, HttpResponse<byte[]> response) {
        JsonNode json() {
            return Rest.json(body);
        }
    }

    static JsonNode json(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            throw new AssertionError("not JSON: " + new String(body, java.nio.charset.StandardCharsets.UTF_8), e);
        }
    }

    URI base() {
        return base;
    }

    JsonNode get(String path) throws IOException, InterruptedException {
        Answer answer = send(path);
        if (answer.status() != 200) {
            throw new AssertionError(path + " answers " + answer.status() + " " + answer.json());
        }
        return answer.json();
    }

    Answer send(String path) throws IOException, InterruptedException {
        return answer(
                HttpRequest.newBuilder(base.resolve(path)).timeout(TIMEOUT).build());
    }

    Answer post(String path, String json) throws IOException, InterruptedException {
        return answer(HttpRequest.newBuilder(base.resolve(path))
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json))
                .build());
    }

    /** Asks until {@code holds}, for two minutes at most. */
    JsonNode await(String path, Predicate<JsonNode> holds) throws IOException, InterruptedException {
        long until = System.nanoTime() + BOUND.toNanos();
        JsonNode last = JSON.nullNode();
        while (System.nanoTime() < until) {
            Answer answer = send(path);
            if (answer.status() == 200) {
                last = answer.json();
                if (holds.test(last)) {
                    return last;
                }
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
        throw new AssertionError(path + " did not become what it should in " + BOUND.toSeconds() + " s: " + last);
    }

    /** The request's own timeout ends with the head of the answer; a body that never ends is no answer either. */
    private HttpResponse<byte[]> whole(HttpRequest request) throws IOException, InterruptedException {
        try {
            return http.sendAsync(request, BodyHandlers.ofByteArray()).get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IOException(request.uri() + ": " + e.getCause(), e.getCause());
        } catch (TimeoutException e) {
            throw new IOException(request.uri() + " is not answered in " + TIMEOUT.toSeconds() + " s", e);
        }
    }

    private Answer answer(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = whole(request);
        return new Answer(
                response.statusCode(),
                response.headers().firstValue("Content-Type").orElse(""),
                response.body(),
                response);
    }
}
