package io.skyv.control.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class DatabaseAddressTest {
    @Test
    void shouldReadThePlainForm() throws CannotStartException {
        DatabaseAddress address = DatabaseAddress.parse("postgresql://me:s%40cret%2B+@db.example:6432/books");
        assertEquals("me", address.user());
        assertEquals("s@cret++", address.password());
        assertEquals("jdbc:postgresql://db.example:6432/books", address.jdbcUrl());
        assertEquals("postgresql://db.example:6432/books", address.reactiveUrl());
    }

    @Test
    void shouldReadTheJdbcForm() throws CannotStartException {
        DatabaseAddress address =
                DatabaseAddress.parse("jdbc:postgresql://db.example/books?user=me&password=a%26b&sslmode=require");
        assertEquals("me", address.user());
        assertEquals("a&b", address.password());
        assertEquals("jdbc:postgresql://db.example:5432/books?sslmode=require", address.jdbcUrl());
        assertEquals("postgresql://db.example:5432/books?sslmode=require", address.reactiveUrl());
    }

    @Test
    void shouldReadIpv6() throws CannotStartException {
        assertEquals(
                "postgresql://[::1]:5433/b",
                DatabaseAddress.parse("postgres://me@[::1]:5433/b").reactiveUrl());
    }

    @Test
    void shouldSayWhatIsWrongInOneLineWithoutThePassword() {
        for (String url : new String[] {
            "mysql://me:geheim@h/d",
            "postgresql://me:geheim@h",
            "postgresql://h/d?password=geheim",
            "postgresql://me:geheim@h/d?loglevel=1",
            "postgresql://me:geheim@h/d/e",
            "postgresql://me:geh eim@h/d",
            "postgresql://me:geheim%zz@h/d",
            "geheim",
            ""
        }) {
            CannotStartException fault =
                    assertThrows(CannotStartException.class, () -> DatabaseAddress.parse(url), url);
            String message = String.valueOf(fault.getMessage());
            assertTrue(message.startsWith("SKYV_DATABASE_URL cannot be used: "), message);
            assertFalse(message.contains("geh") || message.contains("eim") || message.contains("\n"), message);
        }
    }

    @Test
    void shouldNotShowThePasswordWhenItIsLogged() throws CannotStartException {
        assertEquals(
                "me@h:5432/d",
                DatabaseAddress.parse("postgresql://me:geheim@h/d").toString());
    }
}
