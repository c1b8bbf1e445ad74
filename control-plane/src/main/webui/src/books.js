import './books/app.js';
