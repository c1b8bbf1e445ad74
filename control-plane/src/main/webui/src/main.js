import './view/app.js';
